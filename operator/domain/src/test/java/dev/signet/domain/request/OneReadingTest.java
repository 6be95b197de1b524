package dev.signet.domain.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("L6: no accepted request reaches a path that its rules do not name, whichever way a server decodes it")
class OneReadingTest {

    private static final int TARGETS = 10_000;

    private static final String[] PLAIN = {
        "a", "b", "admin", "John", "x.txt", "-", "~1", "a:b", "*", "c++", "+", "%61", "%7E"
    };

    private static final String[] DOUBTFUL = {
        ".",
        "..",
        "...",
        "%2e",
        "%2E%2e",
        ".%2e",
        "%252e",
        "%25252e",
        "%u002e",
        "%c0%ae",
        "%e0%80%ae",
        "%ef%bc%8e",
        "%e2%80%a5",
        "%2f",
        "%5c",
        "%252f",
        "%255c",
        "%25%32%66",
        "%u2215",
        "%c0%af",
        "%ef%bc%8f",
        "%e2%88%95",
        "%c2%a5",
        "%ef%80%af",
        "\\",
        ";",
        ";x=1",
        "%3b",
        "%cd%be",
        "%ef%bc%9b",
        "%3f",
        "%23",
        "#",
        "%253f",
        "%ef%bc%9f",
        "%00",
        "%0a",
        "%00.png",
        "%c2%85",
        "%e2%80%a8",
        "%20",
        "%2520",
        " ",
        "%c2%a0",
        "%e3%80%80",
        "%09",
        "..+",
        "+.",
        ". ",
        "::$DATA",
        ":$I30:$INDEX_ALLOCATION",
        "%",
        "%2",
        "%zz",
        "%e4",
        "%c3%a4",
        "a%cc%88",
        "%e2%84%aa",
        "%e2%80%8b",
        "%c2%ad",
        "%ee%80%80",
        "%ed%a0%80",
        "%ef%ac%81",
        "ä",
        "A",
        "[",
        "|",
        "\0",
        "\n",
        "?",
        "?q=/../%2e",
        "?#"
    };

    private static final String[] BEFORE_THE_SLASH = {"http://app.example", "http:", "*", "a", ".", "%2f", "\\"};

    /** Mostly plain, so that about every second one is accepted. */
    private static String drawn(Random random) {
        StringBuilder target = new StringBuilder(random.nextInt(50) == 0 ? any(random, BEFORE_THE_SLASH) : "");
        int doubts = random.nextInt(3);
        for (int segments = 1 + random.nextInt(5); segments > 0; segments--) {
            target.append(random.nextInt(30) == 0 ? "//" : "/");
            for (int parts = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(2); parts > 0; parts--) {
                boolean plain = doubts == 0 || random.nextInt(3) > 0;
                target.append(plain ? any(random, PLAIN) : any(random, DOUBTFUL));
                doubts -= plain ? 0 : 1;
            }
        }
        return target.toString();
    }

    private static String any(Random random, String[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    @Test
    void everyServerReadsTheSameSegmentsOfAnAcceptedTarget() {
        Random random = new Random(43);
        int accepted = 0;
        for (int i = 0; i < TARGETS; i++) {
            accepted += OneReading.hasOneReading(drawn(random), random) ? 1 : 0;
        }
        assertThat(accepted).isBetween(TARGETS / 5, TARGETS * 4 / 5);
    }

    /** Else the property would say little: among what is refused are the targets that each of the readings differs on. */
    @Test
    void eachReadingDiffersOnSomeOfTheTargetsThatAreRefused() {
        Random random = new Random(44);
        Map<ServerReading, Integer> differing = new EnumMap<>(ServerReading.class);
        for (int i = 0; i < TARGETS; i++) {
            String target = drawn(random);
            List<String> plain = ServerReading.ONE_DECODING.read(target);
            for (ServerReading reading : ServerReading.values()) {
                boolean differs = !reading.read(target).equals(reading.shown(plain));
                differing.merge(reading, differs ? 1 : 0, Integer::sum);
            }
        }
        differing.remove(ServerReading.ONE_DECODING);
        assertThat(differing).allSatisfy((reading, count) -> assertThat(count).isGreaterThan(TARGETS / 500));
    }
}
