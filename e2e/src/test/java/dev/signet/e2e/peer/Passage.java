package dev.signet.e2e.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.request.RequestHost;
import dev.signet.domain.request.RequestPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** One exchange: the status that the client saw, what Signet was asked about and what the application got, if at all. */
record Passage(int status, Optional<Original> asked, Optional<HttpMessage> reached) {

    /** What the scene has seen since it was told to forget: one request at most. */
    static Passage seen(Scene scene, ProxyKind kind, int status) {
        List<HttpMessage> asked = scene.signet.asked();
        List<HttpMessage> reached = scene.application.received();
        assertThat(asked).hasSizeLessThanOrEqualTo(1);
        assertThat(reached).hasSizeLessThanOrEqualTo(1);
        return new Passage(
                status,
                asked.stream().findFirst().map(each -> kind.told().by(each)),
                reached.stream().findFirst());
    }

    /** The path that rules are held against; empty where Signet refuses the target before any rule. */
    Optional<RequestPath> judged() {
        return asked.flatMap(original -> RequestPath.parse(original.target()).toOptional());
    }

    /** The path that the application got, as one reads it that splits at slashes first and decodes then. */
    Optional<List<String>> served() {
        return reached.map(request -> segments(request.target()));
    }

    /** The host that Signet judges. */
    Optional<String> judgedHost() {
        return asked.flatMap(original -> host(original.host()));
    }

    /** The host that the application was chosen by. */
    Optional<String> servedHost() {
        return reached.flatMap(
                request -> request.values("Host").stream().findFirst().flatMap(Passage::host));
    }

    private static Optional<String> host(String value) {
        return RequestHost.parse(value).toOptional().map(RequestHost::name);
    }

    private static List<String> segments(String target) {
        String path = target.split("\\?", 2)[0];
        List<String> segments = new ArrayList<>();
        for (String raw : path.substring(1).split("/", -1)) {
            StringBuilder bytes = new StringBuilder();
            for (int at = 0; at < raw.length(); at++) {
                boolean encoded = raw.charAt(at) == '%';
                bytes.append(encoded ? (char) HexFormat.fromHexDigits(raw, at + 1, at + 3) : raw.charAt(at));
                at += encoded ? 2 : 0;
            }
            segments.add(new String(bytes.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
        }
        return segments;
    }
}
