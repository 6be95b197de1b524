/** The proof that the chart grants the controller what it uses and no more. */
@NullMarked
package dev.signet.e2e.rights;

import org.jspecify.annotations.NullMarked;
