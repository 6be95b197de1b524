package dev.signet.e2e.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The request that Signet is asked about, as the headers of its listener profile tell it. */
record Original(String method, String host, String target) {
    private static final Pattern URL = Pattern.compile("http://([^/?#]*)(.*)", Pattern.DOTALL);

    /** A way to read it. */
    @FunctionalInterface
    interface Told {
        Original by(HttpMessage asked);
    }

    static Original fromNginx(HttpMessage asked) {
        assertThat(asked.first()).isEqualTo("GET /auth HTTP/1.1");
        Matcher url = URL.matcher(only(asked, "X-Original-URL"));
        assertThat(url.matches()).as(url.toString()).isTrue();
        return new Original(only(asked, "X-Original-Method"), url.group(1), url.group(2));
    }

    static Original fromForwarded(HttpMessage asked) {
        assertThat(asked.method()).isEqualTo("GET");
        // Caddy keeps a question mark that nothing follows.
        assertThat(asked.target()).isIn("/auth", "/auth?");
        return new Original(
                only(asked, "X-Forwarded-Method"), only(asked, "X-Forwarded-Host"), only(asked, "X-Forwarded-Uri"));
    }

    static Original fromEnvoy(HttpMessage asked) {
        assertThat(asked.target()).startsWith("/auth/");
        return new Original(asked.method(), only(asked, "Host"), asked.target().substring("/auth".length()));
    }

    /** Signet refuses a request that tells something twice. */
    private static String only(HttpMessage asked, String header) {
        assertThat(asked.values(header)).as(header + " of " + asked).hasSize(1);
        return asked.values(header).get(0);
    }
}
