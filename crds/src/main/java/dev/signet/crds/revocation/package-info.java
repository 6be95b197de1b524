/** The kind {@code TokenRevocation}: one token id that counts no more, whoever issued it and wherever it is. */
@NullMarked
package dev.signet.crds.revocation;

import org.jspecify.annotations.NullMarked;
