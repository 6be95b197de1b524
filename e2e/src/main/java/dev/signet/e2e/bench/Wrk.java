package dev.signet.e2e.bench;

import dev.signet.e2e.process.CommandResult;
import dev.signet.e2e.process.Supervisor;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * As many requests as a server answers, over a hundred connections, by {@code wrk} and {@code bench/wrk.lua}. A run in which one
 * request was not answered with 2xx is no measurement, and fails.
 */
final class Wrk {

    private static final int CONNECTIONS = 100;
    private static final int GRACE_SECONDS = 60;
    /** An answer that is late is counted as one: wrk's own two seconds are soon over where others use the machine. */
    private static final int PATIENCE_SECONDS = 10;

    private static final String RESULT = "RESULT ";

    private final Supervisor supervisor;

    Wrk(Supervisor supervisor) {
        this.supervisor = supervisor;
    }

    /** What is sent. */
    enum Shape {
        /** {@code GET /auth}, as nginx asks. */
        AUTH,
        /** {@code POST /oauth2/introspect}. */
        INTROSPECT,
        /** The request itself, to a proxy. */
        PROXIED
    }

    /**
     * What to send, and for how long.
     *
     * @param tokens a file with one a line, sent in turn
     * @param bearer who introspects; empty for the other shapes
     * @param once whether no token may be sent twice
     */
    record Order(Shape shape, SecretFile tokens, String bearer, boolean once, int seconds) {

        static Order of(Shape shape, SecretFile tokens, int seconds) {
            return new Order(shape, tokens, "", false, seconds);
        }

        Order as(String caller) {
            return new Order(shape, tokens, caller, once, seconds);
        }

        Order eachOnce() {
            return new Order(shape, tokens, bearer, true, seconds);
        }

        private Map<String, String> environment() {
            Map<String, String> environment = new HashMap<>(Map.of(
                    "SIGNET_SHAPE", shape.name(), "SIGNET_TOKENS", tokens.path().toString(), "SIGNET_BEARER", bearer));
            environment.put("SIGNET_ONCE", Boolean.toString(once));
            return environment;
        }
    }

    /**
     * What came of it.
     *
     * @param requests answered
     * @param perSecond answered
     * @param p99 in milliseconds
     */
    record Load(long requests, double perSecond, double p99) {}

    /**
     * Sends it.
     *
     * @throws IllegalStateException where a request was refused, broke off, or a token that may be sent once was wanted again
     */
    Load run(URI server, Order order) {
        ProcessBuilder command = new ProcessBuilder(
                Programs.path("wrk"),
                "-t1",
                "-c" + CONNECTIONS,
                "-d" + order.seconds() + "s",
                "--timeout=" + PATIENCE_SECONDS + "s",
                "-s",
                "bench/wrk.lua",
                server.toString());
        command.environment().putAll(order.environment());
        CommandResult result = supervisor
                .run(command, "", Duration.ofSeconds(order.seconds() + GRACE_SECONDS))
                .orThrow();
        String line = result.out()
                .lines()
                .filter(each -> each.startsWith(RESULT))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("wrk told nothing:\n" + result.err() + result.out()));
        return read(line.substring(RESULT.length()), server);
    }

    private static Load read(String line, URI server) {
        String[] found = line.split(" ", -1);
        long requests = Long.parseLong(found[0]);
        long microseconds = Long.parseLong(found[1]);
        long refused = Long.parseLong(found[2]);
        long broken = Long.parseLong(found[3]);
        if (refused > 0 || broken > 0 || requests == 0) {
            throw new IllegalStateException(
                    "of %d requests to %s %d were refused and %d broke off: this measures nothing"
                            .formatted(requests, server, refused, broken));
        }
        if (Boolean.parseBoolean(found[5])) {
            throw new IllegalStateException("every token was sent, and more were wanted: make more");
        }
        return new Load(requests, requests * 1e6 / microseconds, Double.parseDouble(found[4]));
    }
}
