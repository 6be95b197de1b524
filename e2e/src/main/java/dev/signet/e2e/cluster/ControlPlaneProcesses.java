package dev.signet.e2e.cluster;

import dev.signet.e2e.process.HttpProbe;
import dev.signet.e2e.process.ManagedProcess;
import dev.signet.e2e.process.PortTakenException;
import dev.signet.e2e.process.ProcessLog;
import dev.signet.e2e.process.ProcessSpec;
import dev.signet.e2e.process.Readiness;
import dev.signet.e2e.process.Supervisor;
import java.io.IOException;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;

/** The processes of one control plane on their ports, and how one knows that each serves. */
final class ControlPlaneProcesses {
    private static final int ATTEMPTS = 5;
    private static final String DEFAULT_NAMESPACE = "/api/v1/namespaces/default";

    private final ControlPlaneOptions options;
    private final ControlPlaneFiles files;
    private final Ports ports;
    private final HttpProbe probe;
    private final Map<Component, ManagedProcess> processes = new EnumMap<>(Component.class);

    private ControlPlaneProcesses(
            Supervisor supervisor,
            Binaries binaries,
            ControlPlaneFiles files,
            ControlPlaneOptions options,
            Ports ports) {
        this.options = options;
        this.files = files;
        this.ports = ports;
        probe = HttpProbe.trusting(files.authority(), files.token(StaticUser.ADMIN));
        ComponentCommands commands = new ComponentCommands(binaries, files, ports, options);
        for (Component component : Component.values()) {
            ProcessSpec spec = new ProcessSpec(
                    component.binary(), commands.of(component), environment(component), files.log(component));
            processes.put(component, new ManagedProcess(supervisor, spec, readiness(component)));
        }
    }

    /** Starts them all; ports that turn out to be taken are replaced by others. */
    static ControlPlaneProcesses start(
            Supervisor supervisor,
            Binaries binaries,
            ControlPlaneFiles files,
            ControlPlaneOptions options,
            PortSource source) {
        for (int attempt = 1; ; attempt++) {
            ControlPlaneProcesses processes =
                    new ControlPlaneProcesses(supervisor, binaries, files, options, Ports.from(source));
            try {
                processes.start();
                return processes;
            } catch (PortTakenException taken) {
                processes.kill();
                if (attempt == ATTEMPTS) {
                    throw taken;
                }
            }
        }
    }

    ManagedProcess get(Component component) {
        ManagedProcess process = processes.get(component);
        if (process == null) {
            throw new IllegalStateException(component + " was left out of the map");
        }
        return process;
    }

    /** Where the API server answers. */
    String server() {
        return "https://127.0.0.1:" + ports.apiServer();
    }

    /** Where etcd answers, without TLS. */
    String etcdServer() {
        return "http://127.0.0.1:" + ports.etcd();
    }

    private void start() {
        files.write(files.auditPolicy(), options.auditLevel().policy());
        String authority = ControlPlaneFiles.read(files.authority());
        for (StaticUser user : StaticUser.values()) {
            files.write(files.kubeconfig(user), new Kubeconfig(server(), authority, files.token(user)).yaml());
        }
        get(Component.ETCD).start();
        get(Component.API_SERVER).start();
        if (options.withControllerManager()) {
            get(Component.CONTROLLER_MANAGER).start();
        }
    }

    private void kill() {
        processes.values().forEach(ManagedProcess::kill);
    }

    private Map<String, String> environment(Component component) {
        return component == Component.API_SERVER
                ? Map.of("GOGC", Integer.toString(options.garbageCollectionPercent()))
                : Map.of();
    }

    private Readiness readiness(Component component) {
        return switch (component) {
            case ETCD -> this::etcdIsReady;
            case API_SERVER -> log -> answers(ports.apiServer(), "/readyz");
            case CONTROLLER_MANAGER ->
                log -> answers(ports.controllerManager(), "/healthz")
                        && answers(ports.apiServer(), DEFAULT_NAMESPACE + "/serviceaccounts/default")
                        && answers(ports.apiServer(), DEFAULT_NAMESPACE + "/configmaps/kube-root-ca.crt");
        };
    }

    /** It must say so itself: what answers without TLS on its port could be the etcd of someone else. */
    private boolean etcdIsReady(ProcessLog log) throws IOException {
        return log.text().contains("ready to serve client requests")
                && HttpProbe.plain().isOk(URI.create(etcdServer() + "/health"));
    }

    private boolean answers(int port, String path) throws IOException {
        return probe.isOk(URI.create("https://127.0.0.1:" + port + path));
    }
}
