package dev.signet.kubernetes.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.domain.subject.ServiceId;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an installation makes of itself at its first start. */
final class IdentityTest {

    private static final String MAP = "/api/v1/namespaces/signet/configmaps/signet-identity";

    private TinyApiServer server;
    private KubernetesClient client;

    @BeforeEach
    void start() throws IOException {
        server = new TinyApiServer();
        client = server.client();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private ServiceId establish() {
        return Identity.establish(client, Controllers.NAMESPACE, Controllers.RANDOM);
    }

    @Test
    void itIsMadeOnceAndReadFromThenOn() {
        ServiceId id = establish();
        server.cutAfter(0);
        assertThat(establish()).isEqualTo(id);
    }

    @Test
    void replicasThatStartAtOnceAgree() throws Exception {
        ExecutorService replicas = Executors.newFixedThreadPool(8);
        try {
            Callable<ServiceId> start = this::establish;
            List<Future<ServiceId>> ids =
                    replicas.invokeAll(Stream.generate(() -> start).limit(8).toList());
            for (Future<ServiceId> id : ids) {
                assertThat(id.get()).isEqualTo(ids.get(0).get());
            }
        } finally {
            replicas.shutdownNow();
        }
    }

    @Test
    void aLostOneComesBackFromTheStatusOfAnAuthority() {
        try (Controllers controllers = new Controllers(client)) {
            controllers.create("signet", "selfSigned: {}");
            controllers.settle("signet");
        }
        assertThat(establish()).isEqualTo(Controllers.SERVICE);
    }

    @Test
    void oneThatCannotBeReadIsNotReplaced() {
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(Controllers.NAMESPACE)
                        .withName("signet-identity")
                        .endMetadata()
                        .withData(Map.of("serviceID", "mine"))
                        .build())
                .create();
        assertThatThrownBy(this::establish)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("signet/signet-identity")
                .hasMessageContaining("serviceID");
        server.remove(MAP);
        assertThat(establish()).isNotNull();
    }

    @Test
    void ofTwoThatMakeTheFirstAuthorityOneDoesAndNeitherReadsIt() {
        ServiceId id = establish();
        server.refuseNamed("certificateauthorities");
        AuthorityBootstrap.ensure(client, "signet", id);
        server.hideFromNextList("certificateauthorities");
        AuthorityBootstrap.ensure(client, "signet", id);
        assertThat(server.writes()).endsWith("POST /certificateauthorities 201", "POST /certificateauthorities 409");
    }

    @Test
    void aFirstAuthorityIsMadeWhereThereIsNone() {
        ServiceId id = establish();
        AuthorityBootstrap.ensure(client, "signet", id);
        server.cutAfter(0);
        AuthorityBootstrap.ensure(client, "signet", id);
        AuthorityBootstrap.ensure(client, "other", id);
        assertThat(server.names("certificateauthorities")).containsExactly("signet");
        server.cutAfter(Integer.MAX_VALUE);
        try (Controllers controllers = new Controllers(client)) {
            controllers.settle("signet");
            assertThat(Objects.requireNonNull(Objects.requireNonNull(
                                            controllers.get("signet").getStatus())
                                    .certificate())
                            .subject())
                    .isEqualTo("CN=Signet " + id);
        }
    }
}
