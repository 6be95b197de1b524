package dev.signet.e2e.peer;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * An application behind a proxy that asks Signet, until it is stopped: nginx as {@code samples/proxy-nginx} sets it up where it is
 * installed, else an embedded one. Prints which, and where it is. Arguments: the URL of a listener with the profile Nginx.
 */
public final class DemonstrationProxy {

    private static final Path USUAL = Path.of("/usr/sbin");

    private DemonstrationProxy() {}

    public static void main(String[] arguments) throws InterruptedException {
        EchoServer application = EchoServer.start();
        Backends backends = Backends.of(application.uri(), URI.create(arguments[0]));
        if (nginx().isPresent()) {
            tell(
                    "nginx, as samples/proxy-nginx sets it up",
                    Nginx.start(backends).uri());
        } else {
            tell(
                    "an embedded one, since nginx is not installed",
                    EmbeddedProxy.start(backends).uri());
        }
        new CountDownLatch(1).await();
    }

    private static void tell(String which, URI where) {
        System.out.println("proxy: " + which + " at " + where);
        System.out.flush();
    }

    private static Optional<Path> nginx() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Arrays.stream(path.split(":", -1)).map(Path::of), Stream.of(USUAL))
                .map(folder -> folder.resolve("nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
