package dev.signet.http.inbound;

/** Which proxy asks at a listener, and so which headers tell the request that it asks about. */
public enum Profile {
    /** nginx {@code auth_request} and ingress-nginx: {@code X-Original-URL}, {@code X-Original-Method}; knows 200, 401 and 403 only. */
    Nginx,
    /** Traefik, Caddy: {@code X-Forwarded-Method}, {@code X-Forwarded-Host}, {@code X-Forwarded-Uri}. */
    Forwarded,
    /** Envoy's ext_authz over HTTP: the original path behind {@code /auth}, the original method and host. */
    Envoy,
    /** No proxy asks: clients come themselves, and there is no forward authentication. */
    Direct
}
