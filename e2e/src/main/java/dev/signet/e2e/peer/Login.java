package dev.signet.e2e.peer;

/**
 * What a client shows a registry.
 *
 * @param host with its port, as {@code localhost:20003}
 * @param username the token's
 */
public record Login(String host, String username, String token) {
    @Override
    public String toString() {
        return username + " at " + host;
    }
}
