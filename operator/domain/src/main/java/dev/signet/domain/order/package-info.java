/**
 * A token as its object orders it, parsed once: whoever holds a {@link dev.signet.domain.order.TokenOrder} need check
 * nothing again but what policies, authority and clock say.
 */
@NullMarked
package dev.signet.domain.order;

import org.jspecify.annotations.NullMarked;
