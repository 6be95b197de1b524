package dev.signet.e2e.cluster;

import java.io.IOException;

/** A program that starts a control plane, prints the ids of its processes, and never closes it. */
final class DoomedJvm {
    private DoomedJvm() {}

    public static void main(String[] arguments) throws IOException {
        ControlPlane cluster = ControlPlane.start();
        if (arguments[0].equals("pause")) {
            cluster.component(Component.ETCD).pause();
        }
        for (Component component : Component.values()) {
            System.out.println(cluster.component(component).pid());
        }
        // Until the test has read the ids, or has gone itself.
        System.in.read();
        if (arguments[0].equals("fail")) {
            throw new IllegalStateException("this main fails on purpose");
        }
        System.exit(0);
    }
}
