package dev.signet.e2e.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.network.ClientAddress;
import dev.signet.e2e.peer.Original.Told;
import java.util.function.UnaryOperator;

/** The proxies that run here, and how each tells Signet what it is asked for. */
enum ProxyKind {
    NGINX {
        @Override
        Proxy start(Backends backends) {
            return Nginx.start(backends);
        }

        @Override
        Told told() {
            return Original::fromNginx;
        }

        @Override
        Reply refusal(int status) {
            return Reply.of(status == 401 ? 401 : 403).with("X-Signet-Status", Integer.toString(status));
        }
    },

    CADDY {
        @Override
        Proxy start(Backends backends) {
            return Caddy.start(backends);
        }

        @Override
        Told told() {
            return Original::fromForwarded;
        }
    },

    ENVOY {
        @Override
        Proxy start(Backends backends) {
            return Envoy.start(backends);
        }

        @Override
        Told told() {
            return Original::fromEnvoy;
        }
    },

    /** Envoy with all that it can make of a path, as Envoy Gateway and Istio set it by default. */
    NORMALISING_ENVOY {
        @Override
        Proxy start(Backends backends) {
            UnaryOperator<String> change = sample -> sample.replace("normalize_path: false", "normalize_path: true")
                    .replace("merge_slashes: false", "merge_slashes: true")
                    .replace("KEEP_UNCHANGED", "UNESCAPE_AND_FORWARD");
            return Envoy.start(backends, change);
        }

        @Override
        Told told() {
            return Original::fromEnvoy;
        }
    };

    abstract Proxy start(Backends backends);

    /** Reads what was asked about. */
    abstract Told told();

    /** That one X-Forwarded-For is there with one address, the client's. */
    void assertThatTheClientIsKnown(HttpMessage told) {
        assertThat(told.values("X-Forwarded-For")).hasSize(1);
        String address = told.values("X-Forwarded-For").get(0);
        if (this == ENVOY || this == NORMALISING_ENVOY) {
            // It writes an address of the machine where a client comes by loopback.
            assertThat(ClientAddress.parse(address).toOptional()).as(address).isPresent();
            assertThat(address).doesNotStartWith("203.0.113.");
        } else {
            assertThat(address).isEqualTo("127.0.0.1");
        }
    }

    /** How Signet refuses under the listener profile of this proxy. */
    Reply refusal(int status) {
        return Reply.of(status).with("X-Signet-Status", Integer.toString(status));
    }
}
