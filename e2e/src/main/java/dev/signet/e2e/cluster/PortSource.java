package dev.signet.e2e.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;

/** Finds ports to listen on. */
@FunctionalInterface
public interface PortSource {
    /** A port that nothing on this machine listens on, as far as can be known. */
    int next();

    /**
     * Free ports below those that the kernel gives to outgoing connections, so that a server which is down for a
     * while finds its port still free.
     */
    static PortSource free() {
        SecureRandom random = new SecureRandom();
        return () -> {
            for (int attempt = 0; attempt < 1_000; attempt++) {
                int port = random.nextInt(15_000, 32_000);
                if (isFree(port)) {
                    return port;
                }
            }
            throw new IllegalStateException("no free port on the loopback interface");
        };
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
