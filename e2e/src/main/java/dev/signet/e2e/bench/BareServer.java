package dev.signet.e2e.bench;

import dev.signet.e2e.cluster.PortSource;
import dev.signet.e2e.process.HttpProbe;
import dev.signet.e2e.process.Supervisor;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.util.List;
import org.awaitility.Awaitility;

/** The floor under every figure of the token service: a Vert.x server that answers 200 with as many headers, and does nothing. */
final class BareServer {

    private static final List<String> HEADERS =
            List.of("X-Signet-Subject", "X-Signet-Tenant", "X-Signet-Groups", "X-Signet-Scopes", "X-Signet-Token-Id");

    private BareServer() {}

    /**
     * One that runs.
     *
     * @param uri where it answers
     */
    record Running(URI uri, long pid) {}

    /** Starts one in a JVM of its own, and waits until it answers. */
    static Running start(Supervisor supervisor) {
        int port = PortSource.free().next();
        Process process = supervisor.start(JavaCommand.of(BareServer.class, Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD));
        URI uri = URI.create("http://127.0.0.1:" + port);
        Awaitility.await().ignoreExceptions().until(() -> HttpProbe.plain().isOk(uri.resolve("/")));
        return new Running(uri, process.pid());
    }

    public static void main(String[] arguments) {
        int port = Integer.parseInt(arguments[0]);
        int loops = Runtime.getRuntime().availableProcessors();
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops));
        var unused = vertx.deployVerticle(() -> new Loop(port), new DeploymentOptions().setInstances(loops))
                .onSuccess(id -> System.out.println("listening"))
                .onFailure(Throwable::printStackTrace);
    }

    private static final class Loop extends AbstractVerticle {
        private final int port;

        Loop(int port) {
            this.port = port;
        }

        @Override
        public void start(Promise<Void> started) {
            vertx.createHttpServer()
                    .requestHandler(request -> {
                        HEADERS.forEach(name -> request.response().putHeader(name, "signet:ci:Agent:agent-7"));
                        request.response().end();
                    })
                    .listen(port, "127.0.0.1")
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }
}
