/** Bytes on a socket: what no well-behaved client sends, and what comes back. */
@NullMarked
package dev.signet.http.wire;

import org.jspecify.annotations.NullMarked;
