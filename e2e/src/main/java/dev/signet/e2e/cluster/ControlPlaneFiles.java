package dev.signet.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The directory of one control plane: what its processes read and write. Keys and tokens that are there already are
 * kept, so that a later start on the same directory is the same cluster.
 */
final class ControlPlaneFiles {
    private final Path root;

    private ControlPlaneFiles(Path root) {
        this.root = root;
    }

    static ControlPlaneFiles open(Optional<Path> wanted) {
        try {
            Path root = wanted.isPresent()
                    ? Files.createDirectories(wanted.get().toAbsolutePath())
                    : Files.createTempDirectory("signet-control-plane");
            ControlPlaneFiles files = new ControlPlaneFiles(root);
            Files.createDirectories(files.kubectlHome());
            Files.createDirectories(root.resolve("kubeconfigs"));
            if (Files.notExists(files.tokens())) {
                files.writeSecrets();
            }
            return files;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Path root() {
        return root;
    }

    Path etcdData() {
        return root.resolve("etcd");
    }

    Path log(Component component) {
        return root.resolve("logs").resolve(component.binary() + ".log");
    }

    Path auditLog() {
        return root.resolve("logs").resolve("audit.log");
    }

    Path auditPolicy() {
        return root.resolve("audit-policy.yaml");
    }

    Path authority() {
        return root.resolve("ca.crt");
    }

    Path servingCertificate() {
        return root.resolve("serving.crt");
    }

    Path servingKey() {
        return root.resolve("serving.key");
    }

    Path tokenKey() {
        return root.resolve("service-accounts.key");
    }

    Path tokenPublicKey() {
        return root.resolve("service-accounts.pub");
    }

    /** The static tokens, one user a line. */
    Path tokens() {
        return root.resolve("tokens.csv");
    }

    Path kubectlHome() {
        return root.resolve("kubectl");
    }

    Path kubeconfig(StaticUser user) {
        return kubeconfig(user.fileName());
    }

    Path kubeconfig(String user) {
        return root.resolve("kubeconfigs").resolve(user + ".yaml");
    }

    /** The static token of a user. */
    String token(StaticUser user) {
        String end = "," + user.userName() + ",";
        return read(tokens())
                .lines()
                .filter(line -> line.contains(end))
                .map(line -> line.substring(0, line.indexOf(',')))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(tokens() + " lacks " + user.userName()));
    }

    /** Replaces a file at once, readable by nobody else: a reader sees the old content or the new. */
    void write(Path file, String content) {
        try {
            Path fresh = Files.createTempFile(
                    root,
                    "new",
                    "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, content);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void writeSecrets() {
        ClusterKeys keys = ClusterKeys.generate();
        write(authority(), keys.authority());
        write(servingCertificate(), keys.servingCertificate());
        write(servingKey(), keys.servingKey());
        write(tokenKey(), keys.tokenKey());
        write(tokenPublicKey(), keys.tokenPublicKey());
        StringBuilder lines = new StringBuilder();
        SecureRandom random = new SecureRandom();
        for (StaticUser user : StaticUser.values()) {
            byte[] token = new byte[24];
            random.nextBytes(token);
            String name = user.userName();
            lines.append(
                    "%s,%s,%s,\"system:masters\"%n".formatted(HexFormat.of().formatHex(token), name, name));
        }
        write(tokens(), lines.toString());
    }
}
