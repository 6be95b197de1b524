/**
 * Token exchange (RFC 8693): a token becomes a short one that says no more than it. Nothing is stored; the new token names the object
 * that it came from and lives only while that does.
 */
@NullMarked
package dev.signet.domain.exchange;

import org.jspecify.annotations.NullMarked;
