package dev.signet.e2e.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.e2e.process.Supervisor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Requests at a fixed rate, by {@code vegeta}: a request waits for no other, and a slow server is not asked less. */
final class Vegeta {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final double NANOSECONDS = 1e6;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Supervisor supervisor;

    Vegeta(Supervisor supervisor) {
        this.supervisor = supervisor;
    }

    /**
     * What came of an attack.
     *
     * @param codes how many answers of each status; 0: none came
     * @param p50 in milliseconds
     * @param p99 in milliseconds
     * @param longest in milliseconds
     */
    record Report(long requests, double perSecond, Map<String, Long> codes, double p50, double p99, double longest) {

        long others() {
            return requests - codes.getOrDefault("200", 0L);
        }

        /**
         * This, where every answer was 200.
         *
         * @throws IllegalStateException else
         */
        Report orThrow() {
            if (requests == 0 || others() > 0) {
                throw new IllegalStateException(
                        "of %d requests %d were not answered with 200: %s".formatted(requests, others(), codes));
            }
            return this;
        }

        @Override
        public String toString() {
            return "%d requests at %.0f/s, answers %s, p50 %.2f ms, p99 %.2f ms, longest %.0f ms"
                    .formatted(requests, perSecond, codes, p50, p99, longest);
        }
    }

    /** One that is under way. Its results stand in a file until it is ended. */
    final class Attack {
        private final Process process;
        private final Path results;

        private Attack(Process process, Path results) {
            this.process = process;
            this.results = results;
        }

        /** Waits until it has sent all. */
        Report await() {
            try {
                if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new IllegalStateException("vegeta did not end");
                }
                return report(results);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", interrupted);
            }
        }

        /** Has it send no more, by the SIGINT that vegeta takes for that. */
        Report end() {
            supervisor
                    .run(new ProcessBuilder("sh", "-c", "kill -INT " + process.pid()), "", LIMIT)
                    .orThrow();
            return await();
        }

        boolean isUnderWay() {
            return process.isAlive();
        }
    }

    /** The lines of a file of targets that ask replicas in turn whether a request with each token may pass. */
    static List<String> targets(Collection<String> tokens, List<URI> listeners) {
        return tokens.stream()
                .flatMap(token -> listeners.stream().map(listener -> target(listener, token)))
                .toList();
    }

    private static String target(URI listener, String token) {
        return """
                GET %s/auth
                Authorization: Bearer %s
                X-Original-URL: https://%s%s
                X-Original-Method: GET
                X-Forwarded-For: 127.0.0.1
                """.formatted(listener, token, EdgeBed.HOST, EdgeBed.PATH);
    }

    /**
     * Begins to send.
     *
     * @param length zero: until it is ended
     */
    Attack begin(SecretFile targets, int perSecond, Duration length) {
        try {
            Path results = Files.createTempFile("signet-attack", ".bin");
            return new Attack(
                    supervisor.start(new ProcessBuilder(
                                    Programs.path("vegeta"),
                                    "attack",
                                    "-rate=" + perSecond,
                                    "-duration=" + length.toSeconds() + "s",
                                    "-max-body=0",
                                    "-targets=" + targets.path(),
                                    "-output=" + results)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.INHERIT)),
                    results);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Sends, and waits for the answers. */
    Report attack(SecretFile targets, int perSecond, Duration length) {
        return begin(targets, perSecond, length).await();
    }

    private Report report(Path results) {
        try {
            JsonNode json = JSON.readTree(supervisor
                    .run(
                            new ProcessBuilder(Programs.path("vegeta"), "report", "-type=json", results.toString()),
                            "",
                            LIMIT)
                    .orThrow()
                    .out());
            Map<String, Long> codes = new TreeMap<>();
            json.path("status_codes")
                    .properties()
                    .forEach(code -> codes.put(code.getKey(), code.getValue().longValue()));
            JsonNode latencies = json.path("latencies");
            return new Report(
                    json.path("requests").longValue(),
                    json.path("rate").doubleValue(),
                    codes,
                    latencies.path("50th").longValue() / NANOSECONDS,
                    latencies.path("99th").longValue() / NANOSECONDS,
                    latencies.path("max").longValue() / NANOSECONDS);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            delete(results);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
