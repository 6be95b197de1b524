/** Tests of the records, their schema and what is generated from them. */
@NullMarked
package dev.signet.crds;

import org.jspecify.annotations.NullMarked;
