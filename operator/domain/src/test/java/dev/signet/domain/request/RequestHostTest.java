package dev.signet.domain.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.restriction.HostPattern;
import dev.signet.domain.result.Outcome;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("L6: the host of a request, as rules name it")
class RequestHostTest {

    private static RequestHost host(String value) {
        return Outcome.valueOf(RequestHost.parse(value));
    }

    @ParameterizedTest
    @CsvSource({
        "app.example, app.example",
        "APP.Example, app.example",
        "app.example:8443, app.example",
        "app.example:1, app.example",
        "app.example:65535, app.example",
        "localhost, localhost",
        "my_host.example, my_host.example",
        "xn--bcher-kva.example, xn--bcher-kva.example",
        "10.1.2.3, 10.1.2.3",
        "10.1.2.3:80, 10.1.2.3",
        "[::1], [::1]",
        "[::1]:8443, [::1]",
        "[2001:0DB8:0:0::1], [2001:db8::1]",
    })
    void aHostIsItsNameInLowerCaseWithoutThePort(String value, String name) {
        assertThat(host(value)).hasToString(name).isEqualTo(host(name)).hasSameHashCodeAs(host(name));
        assertThat(host(value).name()).isEqualTo(name);
        assertThat(host(value)).isNotEqualTo(host("other.example"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', no host",
        "' ', no host",
        "' app.example', no host",
        "'app.example ', no host",
        "'app.example\t', no host",
        "*.example, no host",
        "app..example, no host",
        ".example, no host",
        "., no host",
        "-app.example, no host",
        "app-.example, no host",
        "user@app.example, no host",
        "app.example/x, no host",
        "app%2eexample, no host",
        "bücher.example, in ASCII (xn--…)",
        "boo\u212a.example, in ASCII (xn--…)",
        "app\u3002example, in ASCII (xn--…)",
        "'app.example\0', no host",
        "::1, no host",
        "http://app.example, no readable port",
        "app.example., 'ends in a dot, which some servers cut off; send the name without'",
        "app.example.:80, 'ends in a dot, which some servers cut off; send the name without'",
        "'app.example, evil.example', is a list of hosts; send one",
        "'app.example,', is a list of hosts; send one",
        "',', is a list of hosts; send one",
        "app.example:, 'no readable port; send a number from 1 to 65535 after one colon, or neither'",
        "app.example:0, no readable port",
        "app.example:080, no readable port",
        "app.example:65536, no readable port",
        "app.example:99999999999, no readable port",
        "app.example:+80, no readable port",
        "app.example:80:80, no readable port",
        "app.example:٨, no readable port",
        "app.example:80/x, no readable port",
        "2001:db8::1, no readable port",
        "[::1]80, no readable port",
        "[::1]:, no readable port",
        "[::1]:0, no readable port",
        "[::1]., no readable port",
        "[, no IPv6 address in its brackets",
        "[], no IPv6 address in its brackets",
        "[::1, no IPv6 address in its brackets",
        "[app.example], no IPv6 address in its brackets",
        "[10.1.2.3], no IPv6 address in its brackets",
        "[::ffff:10.1.2.3], no IPv6 address in its brackets",
        "[fe80::1%25eth0], 'send one such as [2001:db8::1], without zone'",
        "[v1.x], no IPv6 address in its brackets",
    })
    void anyOtherIsRefused(String value, String message) {
        assertThat(Outcome.messageOf(RequestHost.parse(value))).contains(message);
    }

    /** What rules can name and what a request can be for are the same names, and those of RFC 1123's expression. */
    @Test
    void aRuleCanNameWhatARequestCanBeFor() {
        Pattern form = Pattern.compile(
                "(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*");
        String[] parts = {"a", "z9", "_", "-", ".", "a".repeat(31), "b".repeat(62), "é", "A", "/", "~", ""};
        Random random = new Random(41);
        int named = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder name = new StringBuilder();
            for (int count = random.nextInt(12); count > 0; count--) {
                name.append(parts[random.nextInt(random.nextInt(3) == 0 ? parts.length : 5)]);
            }
            String text = name.toString();
            boolean expected = form.matcher(text).matches();
            named += expected ? 1 : 0;
            assertThat(HostNameGrammar.matches(text)).as(text).isEqualTo(expected);
            assertThat(RequestHost.parse(text).isValid())
                    .as(text)
                    .isEqualTo(HostPattern.parse(text).isValid());
        }
        assertThat(named).isBetween(500, 19_500);
    }
}
