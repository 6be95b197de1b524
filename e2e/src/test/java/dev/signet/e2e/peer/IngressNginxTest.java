package dev.signet.e2e.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.signet.e2e.Installation;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ingress-nginx makes of two Ingresses, in as far as it matters here, on nginx itself; with the snippets of the sample and without. */
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IngressNginxTest {
    /** As the template of the controller has it: an Ingress for each host, and Signet asked about the Host header. */
    private static final String CONTROLLER = """
            %1$s
            server {
                listen 127.0.0.1:%2$d default_server;
                server_name mine.example;
                %3$s
                location = /_external-auth {
                    internal;
                    proxy_pass_request_body off;
                    proxy_set_header Content-Length "";
                    proxy_set_header X-Original-URL $scheme://$http_host$request_uri;
                    proxy_set_header X-Original-Method $request_method;
                    proxy_pass %4$s/auth;
                }
                location / {
                    auth_request /_external-auth;
                    proxy_set_header Host $http_host;
                    proxy_pass %5$s;
                }
            }
            server {
                listen 127.0.0.1:%2$d;
                server_name yours.example;
                %3$s
                location = /_external-auth {
                    internal;
                    proxy_pass_request_body off;
                    proxy_set_header Content-Length "";
                    proxy_set_header X-Original-URL $scheme://$http_host$request_uri;
                    proxy_set_header X-Original-Method $request_method;
                    proxy_pass %4$s/auth;
                }
                location / {
                    auth_request /_external-auth;
                    proxy_set_header Host $http_host;
                    proxy_pass %6$s;
                }
            }
            """;

    @AutoClose
    private final ForwardAuthStub signet = ForwardAuthStub.startPlain();

    @AutoClose
    private final EchoServer mine = EchoServer.start();

    @AutoClose
    private final EchoServer yours = EchoServer.start();

    @BeforeEach
    void allow() {
        signet.answer(Reply.of(200));
        signet.forget();
        mine.forget();
        yours.forget();
    }

    /** Why the snippets are there. */
    @Test
    void withoutTheSnippetsATokenForOneHostOpensAnother() throws IOException {
        try (Nginx controller = controller("", "")) {
            send(controller, "GET http://yours.example/ HTTP/1.1", "Host: mine.example");
            assertThat(yours.received()).hasSize(1);
            assertThat(signet.asked())
                    .singleElement()
                    .satisfies(asked ->
                            assertThat(asked.values("X-Original-URL")).containsExactly("http://mine.example/"));
        }
    }

    @Test
    void withTheSnippetsARequestWithTwoHostsIsRefused() throws IOException {
        try (Nginx controller = controller(snippet("http-snippet"), snippet("server-snippet"))) {
            for (String target :
                    List.of("http://yours.example/", "http://yours.example:80/", "http://mine.example.evil/")) {
                HttpMessage answer = send(controller, "GET " + target + " HTTP/1.1", "Host: mine.example");
                assertThat(answer.status()).as(target).isEqualTo(400);
            }
            assertThat(signet.asked()).isEmpty();
            assertThat(yours.received()).isEmpty();
            assertThat(mine.received()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"yours.example", "yours.example:8080", "yours.example:80"})
    void withTheSnippetsARequestWithOneHostPasses(String host) throws IOException {
        try (Nginx controller = controller(snippet("http-snippet"), snippet("server-snippet"))) {
            assertThat(send(controller, "GET / HTTP/1.1", "Host: " + host).status())
                    .isEqualTo(200);
            assertThat(send(controller, "GET http://" + host + "/ HTTP/1.1", "Host: " + host)
                            .status())
                    .isEqualTo(200);
            assertThat(yours.received()).hasSize(2);
        }
    }

    private Nginx controller(String http, String server) {
        return Nginx.startWith(port -> CONTROLLER.formatted(http, port, server, signet.uri(), mine.uri(), yours.uri()));
    }

    private static HttpMessage send(Proxy proxy, String... lines) throws IOException {
        return RawClient.of(proxy.uri()).send(List.of(lines), "");
    }

    private static String snippet(String key) throws IOException {
        JsonNode map = new YAMLMapper()
                .readTree(Installation.root()
                        .resolve("samples/proxy-ingress-nginx/controller.yaml")
                        .toFile());
        return map.at("/data/" + key).asText();
    }
}
