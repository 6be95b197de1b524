/**
 * From where a token may be used: networks and client addresses, IPv4 and IPv6.
 * The one accepted spelling is the strict one; every other is refused with the right form in the message.
 */
@NullMarked
package dev.signet.domain.network;

import org.jspecify.annotations.NullMarked;
