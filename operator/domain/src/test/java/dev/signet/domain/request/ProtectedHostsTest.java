package dev.signet.domain.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.result.Outcome;
import dev.signet.domain.result.Parsed;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Hosts are protected as configured, and nobody is let in unless named")
public class ProtectedHostsTest {

    /** As whoever reads a configuration does. */
    public static Parsed<ProtectedHost> parse(String host, String audience, String... tenants) {
        return ProtectedHost.host(host)
                .in("host")
                .flatMap(name -> ProtectedHost.audience(audience)
                        .in("audience")
                        .flatMap(meant -> Parsed.each(List.of(tenants), ProtectedHost::namespace)
                                .in("tenants")
                                .map(names -> new ProtectedHost(
                                        name, meant, Set.copyOf(names), PathCase.Sensitive, AmbiguousPaths.Refuse))));
    }

    private static ProtectedHost host(String host, String audience, String... tenants) {
        return Outcome.valueOf(parse(host, audience, tenants));
    }

    private static RequestHost requested(String value) {
        return Outcome.valueOf(RequestHost.parse(value));
    }

    @Test
    void aHostIsFoundByWhatARequestIsFor() {
        ProtectedHost app = host("App.Example", "app", "ci");
        ProtectedHost six = host("[::1]", "six");
        ProtectedHosts hosts = Outcome.valueOf(ProtectedHosts.of(List.of(app, six)));
        assertThat(hosts.find(requested("app.example:8443"))).contains(app);
        assertThat(hosts.find(requested("[0:0::1]"))).contains(six);
        assertThat(hosts.find(requested("www.app.example"))).isEmpty();
        assertThat(hosts.find(requested("app.example.evil"))).isEmpty();
    }

    @Test
    void onlyTenantsThatAreNamedAreLetIn() {
        assertThat(host("app.example", "app", "ci", "team-a").admits("team-a")).isTrue();
        assertThat(host("app.example", "app", "ci", "team-a").admits("team-b")).isFalse();
        assertThat(host("app.example", "app").admits("ci")).isFalse();
        assertThat(host("app.example", "app", "ci", "ci").tenants()).containsExactly("ci");
    }

    @ParameterizedTest
    @CsvSource({
        "app.example:8443, app, ci, host, 'without its port and in one spelling; write \"app.example\"'",
        "[0:0::1], app, ci, host, 'write \"[::1]\"'",
        "app.example., app, ci, host, ends in a dot",
        "*, app, ci, host, no host",
        "'', app, ci, host, no host",
        "app.example, '', ci, audience, is no audience",
        "app.example, *, ci, audience, write the id of the one service",
        "app.example, a b, ci, audience, is no audience",
        "app.example, äpp, ci, audience, is no audience",
        "app.example, app, CI, tenants[0], is no namespace",
        "app.example, app, '', tenants[0], is no namespace",
        "app.example, app, *, tenants[0], 'write the name of one, such as ci'",
        "app.example, app, a.b, tenants[0], is no namespace",
        "app.example, app, -a, tenants[0], is no namespace",
    })
    void anyOtherConfigurationIsRefused(String host, String audience, String tenant, String field, String message) {
        Parsed<ProtectedHost> parsed = parse(host, audience, tenant);
        assertThat(Outcome.fieldOf(parsed)).isEqualTo(field);
        assertThat(Outcome.messageOf(parsed)).contains(message);
    }

    @Test
    void aHostIsThereOnce() {
        Parsed<ProtectedHosts> parsed =
                ProtectedHosts.of(List.of(host("a.example", "a"), host("b.example", "b"), host("A.example", "c")));
        assertThat(Outcome.fieldOf(parsed.in("protectedHosts"))).isEqualTo("protectedHosts[2].host");
        assertThat(Outcome.messageOf(parsed)).isEqualTo("\"a.example\" is there twice; write each host once");
    }
}
