package dev.signet.http.service;

import dev.signet.http.inbound.Profile;
import dev.signet.http.wire.Answer;
import dev.signet.http.wire.RawConnection;
import java.io.IOException;

/**
 * A proxy asks about a request. At first it is {@code GET https://app.example/info} from 10.1.2.3, without a credential; each method
 * gives another one that differs.
 *
 * @param headers further lines, each with its end
 */
record Ask(String method, String host, String target, String headers) {

    static Ask plain() {
        return new Ask("GET", "app.example", "/info", "X-Forwarded-For: 10.1.2.3\n");
    }

    static Ask bearing(String token) {
        return plain().with("Authorization: Bearer " + token);
    }

    Ask method(String its) {
        return new Ask(its, host, target, headers);
    }

    Ask host(String its) {
        return new Ask(method, its, target, headers);
    }

    Ask target(String its) {
        return new Ask(method, host, its, headers);
    }

    Ask client(String its) {
        return new Ask(method, host, target, headers.replace("10.1.2.3", its));
    }

    Ask with(String header) {
        return new Ask(method, host, target, headers + header + "\n");
    }

    /** What the proxy of a profile sends. */
    String of(Profile profile) {
        return switch (profile) {
            case Nginx ->
                "GET /auth HTTP/1.1\nHost: signet\nX-Original-Method: " + method + "\nX-Original-URL: https://" + host
                        + target + "\n" + headers + "\n";
            case Forwarded ->
                "GET /auth HTTP/1.1\nHost: signet\nX-Forwarded-Method: " + method + "\nX-Forwarded-Host: " + host
                        + "\nX-Forwarded-Uri: " + target + "\n" + headers + "\n";
            case Envoy -> method + " /auth" + target + " HTTP/1.1\nHost: " + host + "\n" + headers + "\n";
            case Direct -> throw new IllegalArgumentException("no proxy asks there");
        };
    }

    /** Asks on a connection of its own. */
    Answer at(RunningService service, Profile profile) throws IOException {
        return RawConnection.ask(service.port(profile), of(profile));
    }

    /** Asks as Traefik and Caddy do. */
    Answer at(RunningService service) throws IOException {
        return at(service, Profile.Forwarded);
    }
}
