/** What verifiers fetch: the keys, and where everything is. It is public, so it is answered to everybody. */
@NullMarked
package dev.signet.http.discovery;

import org.jspecify.annotations.NullMarked;
