/**
 * What the schema of a resource needs and annotations of fabric8 cannot say: list types, times, spans and the effect of a change.
 * Only the generator reads these; at run time they do nothing.
 */
@NullMarked
package dev.signet.crds.schema;

import org.jspecify.annotations.NullMarked;
