package dev.signet.e2e.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.request.RequestPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the fuzz test in the domain says of readings that it knows, said of real proxies, by its samples and what is drawn from them.
 * Here Signet lets everything in, so that what it would refuse arrives too, and is looked at no further than that it was asked.
 */
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("L6: no accepted request reaches a path that its rules do not name, whichever way a proxy decodes it")
class ProxyCorpusTest {
    private static final int COUNT = 6_000;
    private static final long SEED = 6;

    @AutoClose
    private final Scene scene = new Scene();

    @ParameterizedTest
    @EnumSource
    void whatSignetAcceptsIsWhatArrives(ProxyKind kind) throws IOException {
        Tally tally = replay(kind, scene.proxy(kind));

        assertThat(tally.accepted()).isGreaterThan(COUNT / 10);
        // so that the readings of the fuzz test are readings of what arrives
        assertThat(tally.rewritten()).isZero();
    }

    /** The sample warns of it: with a path behind it, {@code proxy_pass} decodes, merges and encodes anew what was judged before. */
    @Test
    void notEvenAProxyThatRewritesAllAfterwardsMakesAnotherPathOfIt() throws IOException {
        Backends backends = Backends.of(scene.application, scene.signet);
        try (Proxy rewriting =
                Nginx.start(backends, sample -> sample.replace("proxy_pass http://app;", "proxy_pass http://app/;"))) {
            Tally tally = replay(ProxyKind.NGINX, rewriting);

            assertThat(tally.accepted()).isGreaterThan(COUNT / 10);
            assertThat(tally.rewritten()).isGreaterThan(COUNT / 100);
        }
    }

    /**
     * What became of all.
     *
     * @param accepted how many arrived and have a target that Signet takes
     * @param rewritten how many of these arrived with another target than was judged
     */
    private record Tally(int accepted, int rewritten) {}

    private Tally replay(ProxyKind kind, Proxy proxy) throws IOException {
        scene.allow();
        List<Passage> accepted = new ArrayList<>();
        try (Line line = new Line(proxy.uri().getPort())) {
            for (String target : TargetCorpus.drawn(COUNT, SEED)) {
                scene.signet.forget();
                scene.application.forget();
                Passage passage = Passage.seen(scene, kind, line.status(target));
                if (passage.reached().isPresent() && holds(kind, target, passage)) {
                    accepted.add(passage);
                }
            }
        }
        long rewritten = accepted.stream()
                .filter(passage -> !passage.asked()
                        .orElseThrow()
                        .target()
                        .equals(passage.reached().orElseThrow().target()))
                .count();
        return new Tally(accepted.size(), (int) rewritten);
    }

    /** Holds the property against a request that arrived; whether Signet accepts its target. */
    private static boolean holds(ProxyKind kind, String sent, Passage passage) {
        String what = "%s: %s gave %s".formatted(kind, sent, passage);
        Original asked = passage.asked().orElseThrow(() -> new AssertionError("Signet was not asked, " + what));
        Optional<RequestPath> judged = passage.judged();
        if (judged.isEmpty()) {
            return false;
        }
        assertThat(passage.served()).as(what).contains(judged.get().segments());
        assertThat(passage.reached().orElseThrow().method()).as(what).isEqualTo(asked.method());
        assertThat(passage.servedHost()).as(what).isEqualTo(passage.judgedHost());
        return true;
    }

    /** A client that keeps its connection until the proxy has refused something, after which most of them end it. */
    private static final class Line implements AutoCloseable {
        private final int port;
        private @Nullable RawConnection connection;

        Line(int port) {
            this.port = port;
        }

        /** What a request for a target was answered with; 0: nothing that is HTTP. */
        int status(String target) throws IOException {
            RawConnection used = connection == null ? RawConnection.to(port) : connection;
            connection = used;
            int status = 0;
            try {
                status = used.send(List.of("GET " + target + " HTTP/1.1", "Host: " + Proxy.HOST), "")
                        .status();
            } catch (IOException | RuntimeException none) {
                // some are too odd for an answer; whether they arrived all the same is looked at
            }
            if (status != 200) {
                close();
            }
            return status;
        }

        @Override
        public void close() throws IOException {
            if (connection != null) {
                connection.close();
                connection = null;
            }
        }
    }
}
