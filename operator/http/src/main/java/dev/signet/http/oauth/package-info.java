/** The endpoints of OAuth 2.0: introspection (RFC 7662), tokens (RFC 6749, RFC 8693) and revocation (RFC 7009). */
@NullMarked
package dev.signet.http.oauth;

import org.jspecify.annotations.NullMarked;
