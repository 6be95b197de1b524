package dev.signet.e2e.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What kind of control plane to start.
 *
 * @param version                a Kubernetes version that {@code tools/cluster} knows, as {@code 1.36}
 * @param auditLevel             what the audit log holds
 * @param authenticationConfig   a structured authentication configuration, used beside the static tokens; the API
 *                               server reads it again when it changes
 * @param apiServerFlags         added to the API server's command line, as {@code --max-requests-inflight=20}
 * @param directory              where state and logs are kept, and found again by a later start; a temporary
 *                               directory, deleted at the end, if absent
 * @param fsync                  whether etcd survives a crash of the machine (it survives {@code kill -9} anyway)
 * @param withControllerManager  whether anything collects garbage, empties namespaces and makes service accounts
 * @param garbageCollectionPercent  {@code GOGC} of the API server: 400 starts a fifth faster than Go's own 100 and
 *                               takes more memory
 */
public record ControlPlaneOptions(
        String version,
        AuditLevel auditLevel,
        Optional<Path> authenticationConfig,
        List<String> apiServerFlags,
        Optional<Path> directory,
        boolean fsync,
        boolean withControllerManager,
        int garbageCollectionPercent) {
    /** The version that tests run on unless the environment variable {@code SIGNET_KUBERNETES} names another. */
    private static final String DEFAULT_VERSION = "1.36";

    private static final int FAST_START = 400;

    public ControlPlaneOptions {
        apiServerFlags = List.copyOf(apiServerFlags);
    }

    /** All three processes, audit level Metadata, a temporary directory, no fsync. */
    public static ControlPlaneOptions defaults() {
        String version = Optional.ofNullable(System.getenv("SIGNET_KUBERNETES")).orElse(DEFAULT_VERSION);
        return new ControlPlaneOptions(
                version, AuditLevel.METADATA, Optional.empty(), List.of(), Optional.empty(), false, true, FAST_START);
    }

    public ControlPlaneOptions withVersion(String other) {
        return new ControlPlaneOptions(
                other,
                auditLevel,
                authenticationConfig,
                apiServerFlags,
                directory,
                fsync,
                withControllerManager,
                garbageCollectionPercent);
    }

    public ControlPlaneOptions withAuditLevel(AuditLevel other) {
        return new ControlPlaneOptions(
                version,
                other,
                authenticationConfig,
                apiServerFlags,
                directory,
                fsync,
                withControllerManager,
                garbageCollectionPercent);
    }

    public ControlPlaneOptions withAuthenticationConfig(Path file) {
        return new ControlPlaneOptions(
                version,
                auditLevel,
                Optional.of(file),
                apiServerFlags,
                directory,
                fsync,
                withControllerManager,
                garbageCollectionPercent);
    }

    public ControlPlaneOptions withApiServerFlags(String... flags) {
        return new ControlPlaneOptions(
                version,
                auditLevel,
                authenticationConfig,
                List.of(flags),
                directory,
                fsync,
                withControllerManager,
                garbageCollectionPercent);
    }

    public ControlPlaneOptions withDirectory(Path other) {
        return new ControlPlaneOptions(
                version,
                auditLevel,
                authenticationConfig,
                apiServerFlags,
                Optional.of(other),
                fsync,
                withControllerManager,
                garbageCollectionPercent);
    }

    public ControlPlaneOptions withFsync() {
        return new ControlPlaneOptions(
                version,
                auditLevel,
                authenticationConfig,
                apiServerFlags,
                directory,
                true,
                withControllerManager,
                garbageCollectionPercent);
    }

    public ControlPlaneOptions withoutControllerManager() {
        return new ControlPlaneOptions(
                version,
                auditLevel,
                authenticationConfig,
                apiServerFlags,
                directory,
                fsync,
                false,
                garbageCollectionPercent);
    }

    public ControlPlaneOptions withGarbageCollectionPercent(int percent) {
        return new ControlPlaneOptions(
                version,
                auditLevel,
                authenticationConfig,
                apiServerFlags,
                directory,
                fsync,
                withControllerManager,
                percent);
    }
}
