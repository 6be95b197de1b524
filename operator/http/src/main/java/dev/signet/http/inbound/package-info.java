/**
 * What a request is to every endpoint: from where it came and over which listener, and how it is answered when it is refused.
 */
@NullMarked
package dev.signet.http.inbound;

import org.jspecify.annotations.NullMarked;
