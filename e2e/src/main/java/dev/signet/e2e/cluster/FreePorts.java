package dev.signet.e2e.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ports below those that the kernel gives to outgoing connections, so that a server which is down for a while finds its port
 * still free. Each is given once in the life of a JVM: between the look whether it is free and the server that takes it there
 * are seconds, in which tests that run side by side would be given the same one.
 */
final class FreePorts implements PortSource {
    private static final int FIRST = 15_000;
    private static final int END = 32_000;
    private static final int MOST_TRIES = 1_000;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private final SecureRandom random = new SecureRandom();

    @Override
    public int next() {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            int port = random.nextInt(FIRST, END);
            if (GIVEN.add(port) && isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port on the loopback interface");
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
