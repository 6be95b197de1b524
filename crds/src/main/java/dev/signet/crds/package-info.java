/**
 * The custom resources of the API group {@code signet.dev/v1alpha1} as records. Their schema, columns and descriptions are generated from here.
 */
@NullMarked
package dev.signet.crds;

import org.jspecify.annotations.NullMarked;
