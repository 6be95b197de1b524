package dev.signet.e2e.cluster;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** A program that starts a control plane, prints the ids of its processes, and never closes it. */
final class DoomedJvm {
    private DoomedJvm() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        ControlPlane cluster = ControlPlane.start();
        if (arguments[0].equals("pause")) {
            cluster.component(Component.ETCD).pause();
        }
        for (Component component : Component.values()) {
            System.out.println(cluster.component(component).pid());
        }
        if (arguments[0].equals("fail")) {
            // Until the test has read the ids.
            System.in.read();
            throw new IllegalStateException("this main fails on purpose");
        }
        new CountDownLatch(1).await();
    }
}
