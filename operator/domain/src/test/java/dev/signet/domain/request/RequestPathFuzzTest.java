package dev.signet.domain.request;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;

/**
 * Targets drawn by a fuzzer that looks at which code it reaches. Without {@code JAZZER_FUZZ=1} it runs over the samples beside it
 * (in {@code RequestPathFuzzTestInputs}) and over what was ever found, which stands there too. {@code ProxyCorpusTest} of {@code e2e}
 * sends them, changed in many ways, through real proxies.
 */
@DisplayName("L6: whatever a fuzzer draws, no accepted request reaches a path that its rules do not name")
class RequestPathFuzzTest {

    @DictionaryEntries({
        "/",
        "//",
        ".",
        "..",
        "%2e",
        "%2f",
        "%5c",
        "%25",
        "%3b",
        "%3f",
        "%23",
        "%00",
        "%0a",
        "%20",
        "+",
        ";",
        "\\\\",
        "%u002f",
        "%c0%af",
        "%c3%a4",
        "%cc%88",
        "%e2%80%8b",
        "%ef%bc%8f",
        "%e2%88%95",
        ":$",
        "?",
        "#"
    })
    @FuzzTest(maxDuration = "60s")
    void everyServerReadsTheSameSegmentsOfAnAcceptedTarget(byte[] drawn) {
        String target = new String(drawn, StandardCharsets.UTF_8);
        Random random = new Random(target.hashCode());
        OneReading.hasOneReading(target, random);
        OneReading.hasOneReading("/" + target, random);
    }
}
