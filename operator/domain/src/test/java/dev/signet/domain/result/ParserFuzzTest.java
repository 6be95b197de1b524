package dev.signet.domain.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.signet.domain.ca.ImportedAuthority;
import dev.signet.domain.ca.Pem;
import dev.signet.domain.restriction.RestrictionRule;
import dev.signet.domain.signing.EdgeKeyring;
import dev.signet.domain.signing.StoredSigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;

/**
 * What comes from outside, drawn by a fuzzer that looks at which code it reaches. Without {@code JAZZER_FUZZ=1} it runs over
 * the samples beside it (in {@code ParserFuzzTestInputs}) and over what was ever found, which stands there too.
 */
@DisplayName("Whatever a fuzzer draws, every parser answers")
class ParserFuzzTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @FuzzTest(maxDuration = "60s")
    void everyParserAnswers(byte[] drawn) {
        String text = new String(drawn, StandardCharsets.UTF_8);
        Parsers.answer(text);
        Parsers.readAlike(text);
        aPathWithoutWildcardsMatchesItselfAlone(text);
        everyReaderOfKeysAnswers(drawn);
    }

    private static void aPathWithoutWildcardsMatchesItselfAlone(String path) {
        RestrictionRule.parse("GET", null, path).stream()
                .filter(rule -> !path.contains("*"))
                .forEach(rule -> {
                    List<String> segments = Arrays.asList(path.substring(1).split("/", -1));
                    assertThat(rule.allows("GET", "app.example", segments)).isTrue();
                    assertThat(rule.allows("POST", "app.example", segments)).isFalse();
                    List<String> longer = new ArrayList<>(segments);
                    longer.set(longer.size() - 1, longer.get(longer.size() - 1) + "ny");
                    assertThat(rule.allows("GET", "app.example", longer)).isFalse();
                    longer.set(longer.size() - 1, segments.get(segments.size() - 1));
                    longer.add("x");
                    assertThat(rule.allows("GET", "app.example", longer)).isFalse();
                });
    }

    private static void everyReaderOfKeysAnswers(byte[] drawn) {
        int half = drawn.length / 2;
        byte[] key = Arrays.copyOf(drawn, half);
        byte[] chain = Arrays.copyOfRange(drawn, half, drawn.length);
        assertThat(Pem.certificates(drawn)).isNotNull();
        assertThat(Pem.privateKey(drawn)).isNotNull();
        assertThat(ImportedAuthority.parse(key, chain, NOW)).isNotNull();
        assertThat(StoredSigningKey.parse(Map.of("tls.key", key, "tls.crt", chain)))
                .isNotNull();
        assertThat(EdgeKeyring.parse(Map.of("active", drawn))).isNotNull();
    }
}
