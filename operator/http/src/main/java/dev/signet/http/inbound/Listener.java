package dev.signet.http.inbound;

import dev.signet.domain.request.TrustedProxies;

/**
 * Where requests come in.
 *
 * @param name for logs and for the port's name
 * @param port where it listens; 0: any that is free
 * @param profile which proxy asks there
 * @param trustedProxies whose word on the client's address is taken
 * @param tls whether it speaks TLS
 */
public record Listener(String name, int port, Profile profile, TrustedProxies trustedProxies, boolean tls) {}
