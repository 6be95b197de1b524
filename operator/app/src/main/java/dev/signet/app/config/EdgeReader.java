package dev.signet.app.config;

import dev.signet.app.config.EdgeConfiguration.Heartbeat;
import dev.signet.app.config.EdgeConfiguration.Limits;
import dev.signet.app.config.EdgeConfiguration.Parking;
import dev.signet.app.config.EdgeConfiguration.Tls;
import dev.signet.domain.request.AmbiguousPaths;
import dev.signet.domain.request.PathCase;
import dev.signet.domain.request.ProtectedHost;
import dev.signet.domain.request.RequestHost;
import dev.signet.domain.request.TrustedProxies;
import dev.signet.http.inbound.Listener;
import dev.signet.http.inbound.Profile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads the section {@code edge}. */
final class EdgeReader {

    private static final int PORT = 8443;
    private static final int MOST_PORTS = 65_535;
    private static final Path TLS = Path.of("/etc/signet/tls");
    private static final List<Listener> STANDARD =
            List.of(new Listener("direct", PORT, Profile.Direct, TrustedProxies.NONE, true));

    /** Until the faults are told. */
    private static final RequestHost NO_HOST =
            RequestHost.parse("unread").toOptional().orElseThrow();

    private final Keys keys;

    private EdgeReader(Keys keys) {
        this.keys = keys;
    }

    /**
     * Reads it.
     *
     * @param managementPort what no listener can have
     */
    static EdgeConfiguration read(Keys keys, int managementPort) {
        EdgeReader reader = new EdgeReader(keys);
        Heartbeat heartbeat = reader.heartbeat();
        return new EdgeConfiguration(
                keys.text("edge.host", "0.0.0.0", host -> !host.isBlank(), "write an address"),
                reader.listeners(managementPort),
                reader.protectedHosts(),
                reader.limits(),
                reader.maxStaleness(heartbeat),
                keys.between("edge.leeway", "30s", Forms::period, "0s", "5m"),
                heartbeat,
                new Parking(
                        keys.between("edge.parking.timeout", "1s", Forms::period, "0s", "10s"),
                        keys.number("edge.parking.most", 1_000, 0, 100_000)),
                reader.tls(),
                reader.registryService());
    }

    private List<Listener> listeners(int managementPort) {
        Optional<List<Keys>> items = keys.items("edge.listeners");
        if (items.isEmpty()) {
            return STANDARD;
        }
        List<Listener> listeners =
                items.get().stream().map(EdgeReader::listener).toList();
        if (listeners.isEmpty() && keys.areSound("edge.listeners")) {
            keys.fault("edge.listeners", "write at least one, or leave it out");
        }
        refuseSecond(items.get(), listeners, "name", Listener::name);
        refuseSecond(items.get(), listeners, "port", listener -> listener.port() == 0 ? new Object() : listener.port());
        for (int index = 0; index < listeners.size(); index++) {
            Keys item = items.get().get(index);
            if (item.areSound("port") && listeners.get(index).port() == managementPort && managementPort != 0) {
                item.fault("port", "write another one; management.port is this");
            }
        }
        return listeners;
    }

    private static Listener listener(Keys item) {
        return new Listener(
                item.text("name", "", Forms::isLabel, "write a name of lower-case letters, digits and -"),
                item.number("port", PORT, 0, MOST_PORTS),
                item.choice("profile", Profile.Direct),
                item.list("trustedProxies", TrustedProxies::parse, TrustedProxies.NONE),
                item.flag("tls", true));
    }

    private List<ProtectedHost> protectedHosts() {
        List<Keys> items = keys.items("edge.protectedHosts").orElse(List.of());
        List<ProtectedHost> hosts =
                items.stream().map(EdgeReader::protectedHost).toList();
        refuseSecond(items, hosts, "host", ProtectedHost::host);
        return hosts;
    }

    private static ProtectedHost protectedHost(Keys item) {
        return new ProtectedHost(
                item.parsed("host", "", ProtectedHost::host, NO_HOST),
                item.parsed("audience", "", ProtectedHost::audience, ""),
                Set.copyOf(item.list("tenants", ProtectedHost::namespace)),
                item.choice("pathCase", PathCase.Sensitive),
                item.choice("ambiguousPaths", AmbiguousPaths.Refuse));
    }

    /** Lets a value stand in one item alone. */
    private static <T> void refuseSecond(List<Keys> items, List<T> values, String key, Function<T, Object> of) {
        Map<Object, Keys> first = new HashMap<>();
        for (int index = 0; index < values.size(); index++) {
            Keys item = items.get(index);
            if (item.areSound(key)) {
                Optional.ofNullable(first.putIfAbsent(of.apply(values.get(index)), item))
                        .ifPresent(earlier -> item.fault(key, "write another one; " + earlier + " has this"));
            }
        }
    }

    private Limits limits() {
        Limits limits = new Limits(
                bytes("edge.limits.body", "64KiB", "4KiB", "16MiB"),
                bytes("edge.limits.headers", "16KiB", "4KiB", "1MiB"),
                bytes("edge.limits.uri", "8KiB", "1KiB", "64KiB"),
                keys.number("edge.limits.failuresPerMinute", 20, 1, 1_000_000),
                keys.number("edge.limits.connections", 10_000, 1, 1_000_000),
                keys.between("edge.limits.idleTimeout", "100s", Forms::period, "1s", "1h"));
        if (keys.areSound("edge.limits.headers", "edge.limits.uri") && limits.uri() > limits.headers()) {
            keys.fault("edge.limits.uri", "write at most edge.limits.headers, since proxies send the URI in a header");
        }
        return limits;
    }

    private int bytes(String key, String standard, String least, String most) {
        return Math.toIntExact(keys.between(key, standard, Forms::size, least, most));
    }

    private Heartbeat heartbeat() {
        Heartbeat heartbeat = new Heartbeat(
                keys.between("edge.heartbeat.interval", "10s", Forms::period, "1s", "1m"),
                keys.between("edge.heartbeat.unreadyAfter", "60s", Forms::period, "2s", "1h"));
        refuseBelowTwoBeats("edge.heartbeat.unreadyAfter", heartbeat.unreadyAfter(), heartbeat.interval());
        return heartbeat;
    }

    private Optional<Duration> maxStaleness(Heartbeat heartbeat) {
        Duration longest = keys.parsed("edge.maxStaleness", "0", Forms::durationOrNone, Duration.ZERO);
        if (longest.isZero()) {
            return Optional.empty();
        }
        refuseBelowTwoBeats("edge.maxStaleness", longest, heartbeat.interval());
        return Optional.of(longest);
    }

    /** What is shorter would take the pause between two beats for silence, or one beat that comes late. */
    private void refuseBelowTwoBeats(String key, Duration value, Duration interval) {
        if (keys.areSound(key, "edge.heartbeat.interval") && value.compareTo(interval.multipliedBy(2)) < 0) {
            keys.fault(key, "write at least twice edge.heartbeat.interval");
        }
    }

    private Tls tls() {
        return new Tls(
                file("edge.tls.certificate", TLS.resolve("tls.crt")),
                file("edge.tls.key", TLS.resolve("tls.key")),
                keys.list(
                        "edge.tls.dnsNames",
                        Forms::isDnsName,
                        "write DNS names such as signet.example or *.signet.example, in lower case"));
    }

    private Path file(String key, Path standard) {
        return keys.parsed(key, standard.toString(), Forms::file, standard);
    }

    private Optional<String> registryService() {
        String service = keys.text(
                "edge.registry.service",
                "",
                text -> text.isEmpty() || Forms.isAudience(text),
                "write at most 255 printable ASCII characters without spaces");
        return Optional.of(service).filter(text -> !text.isEmpty());
    }
}
