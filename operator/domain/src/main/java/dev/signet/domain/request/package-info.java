/**
 * What a request asks for and where it comes from, as a proxy tells it: method, host, path and client, each read once and
 * strictly. What two servers could read differently is refused here, so that rules compare only what has one reading.
 */
@NullMarked
package dev.signet.domain.request;

import org.jspecify.annotations.NullMarked;
