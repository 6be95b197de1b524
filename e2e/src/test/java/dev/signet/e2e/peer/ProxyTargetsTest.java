package dev.signet.e2e.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.request.RequestPath;
import dev.signet.e2e.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What each proxy makes of targets that are read in more than one way: what Signet is asked about and what reaches the application.
 * The tables in {@code proxy-targets/} record it; {@code -Dsignet.goldens=write} writes them anew.
 */
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProxyTargetsTest {
    private static final Path TABLES = Installation.root().resolve("e2e/src/test/resources/proxy-targets");
    private static final int LONGEST_SHOWN = 60;

    @AutoClose
    private final Scene scene = new Scene();

    @BeforeEach
    void allow() {
        scene.allow();
    }

    private final Map<ProxyKind, Map<String, Passage>> passages = new EnumMap<>(ProxyKind.class);

    @ParameterizedTest
    @EnumSource
    void signetAndTheApplicationSeeWhatIsRecorded(ProxyKind kind) throws IOException {
        List<String> rows = new ArrayList<>(List.of("# sent | status | Signet is asked about | the application gets"));
        for (Map.Entry<String, Passage> row : passages(kind).entrySet()) {
            Passage passage = row.getValue();
            rows.add(String.join(
                    " | ",
                    shown(row.getKey()),
                    Integer.toString(passage.status()),
                    passage.asked().map(asked -> shown(asked.target())).orElse("-"),
                    passage.reached().map(reached -> shown(reached.target())).orElse("-")));
        }
        Path table = TABLES.resolve(kind.name().toLowerCase(Locale.ROOT) + ".txt");
        if (System.getProperty("signet.goldens", "").equals("write")) {
            Files.createDirectories(TABLES);
            Files.write(table, rows);
        }
        assertThat(rows).isEqualTo(Files.readAllLines(table));
    }

    /** The property that restrictions rest on: no request reaches another path than the one that its rules were held against. */
    @ParameterizedTest
    @EnumSource
    void whatSignetAcceptsIsWhatTheApplicationReads(ProxyKind kind) {
        int accepted = 0;
        for (Map.Entry<String, Passage> row : passages(kind).entrySet()) {
            Passage passage = row.getValue();
            if (passage.reached().isEmpty()) {
                continue;
            }
            Original asked = passage.asked().orElseThrow();
            HttpMessage reached = passage.reached().get();
            Optional<RequestPath> path = passage.judged();
            if (path.isPresent()) {
                accepted++;
                assertThat(passage.served())
                        .as(
                                "%s: of %s Signet was asked about %s and %s arrived",
                                kind, row.getKey(), asked.target(), reached.target())
                        .contains(path.get().segments());
                assertThat(reached.method()).isEqualTo(asked.method());
            }
        }
        assertThat(accepted).isGreaterThan(15);
    }

    @ParameterizedTest
    @EnumSource
    void whateverReachesTheApplicationSignetWasAskedAboutOnce(ProxyKind kind) {
        for (Map.Entry<String, Passage> row : passages(kind).entrySet()) {
            Passage passage = row.getValue();
            if (passage.reached().isPresent()) {
                assertThat(passage.asked()).as(row.getKey()).isPresent();
                assertThat(passage.status()).as(row.getKey()).isEqualTo(200);
            }
        }
    }

    /** The host that Signet judges is the one that chose the application, whatever else a client names. */
    @ParameterizedTest
    @EnumSource
    void signetIsAskedAboutTheHostThatTheProxyGoesBy(ProxyKind kind) {
        int port = scene.proxy(kind).uri().getPort();
        List<List<String>> heads = List.of(
                List.of("GET /a HTTP/1.1", "Host: app.example"),
                List.of("GET /a HTTP/1.1", "Host: APP.example"),
                List.of("GET /a HTTP/1.1", "Host: app.example:" + port),
                List.of("GET /a HTTP/1.1", "Host: app.example."),
                List.of("GET /a HTTP/1.1", "Host: other.example", "X-Forwarded-Host: app.example"),
                List.of("GET /a HTTP/1.1", "Host: app.example", "X-Forwarded-Host: other.example"),
                List.of("GET /a HTTP/1.1", "Host: app.example", "X-Original-URL: http://other.example/b"),
                List.of("GET /a HTTP/1.1", "Host: app.example", "Host: other.example"),
                List.of("GET /a HTTP/1.1", "Host: other.example", "Host: app.example"),
                List.of("GET http://app.example/a HTTP/1.1", "Host: other.example"),
                List.of("GET http://other.example/a HTTP/1.1", "Host: app.example"),
                List.of("GET /a HTTP/1.1", "Host: app.example, other.example"),
                List.of("GET /a HTTP/1.1"),
                List.of("GET /a HTTP/1.0"));
        for (List<String> head : heads) {
            Passage passage = pass(kind, head);
            if (passage.reached().isPresent()) {
                assertThat(passage.judgedHost()).as("%s: %s", kind, head).isEqualTo(passage.servedHost());
                assertThat(passage.asked().orElseThrow().target()).isEqualTo("/a");
            }
        }
    }

    /** Every target, sent once. */
    private Map<String, Passage> passages(ProxyKind kind) {
        return passages.computeIfAbsent(kind, each -> {
            Map<String, Passage> rows = new LinkedHashMap<>();
            Targets.all()
                    .forEach(target -> rows.put(
                            target, pass(each, List.of("GET " + target + " HTTP/1.1", "Host: " + Proxy.HOST))));
            return rows;
        });
    }

    private Passage pass(ProxyKind kind, List<String> head) {
        List<String> closing = new ArrayList<>(head);
        closing.add("Connection: close");
        return Passage.seen(scene, kind, scene.sendLines(kind, closing, "").status());
    }

    private static String shown(String target) {
        if (target.length() > LONGEST_SHOWN) {
            return target.substring(0, 10) + "… " + target.length() + " characters";
        }
        return target.chars()
                .mapToObj(each -> each > ' ' && each < 0x7f ? Character.toString(each) : "\\x%02x".formatted(each))
                .collect(Collectors.joining());
    }
}
