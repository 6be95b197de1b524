/** What the token service has written for it: who writes, and where, is not its business. */
@NullMarked
package dev.signet.domain.ledger;

import org.jspecify.annotations.NullMarked;
