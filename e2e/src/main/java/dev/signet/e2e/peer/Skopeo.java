package dev.signet.e2e.peer;

import dev.signet.e2e.process.CommandResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** skopeo: copies images between registries and folders. */
public final class Skopeo implements AutoCloseable {
    private final ImageTool tool = new ImageTool("skopeo");
    private final Path authorities;

    /**
     * One without logins.
     *
     * @param authorities a folder with certificates that registries and token services are trusted by
     */
    public Skopeo(Path authorities) {
        this.authorities = authorities;
    }

    /** Logs in; tokens for all repositories of that host follow from it. */
    public CommandResult login(Login login) {
        return tool.login(List.of(), login, authorities);
    }

    /** Copies an image to a registry, such as {@code localhost:20003/team/app:1}, with the logins of {@link #login}. */
    public CommandResult push(ImageLayout image, String reference) {
        return copy("--dest-cert-dir", tool.logins(), image.reference(), "docker://" + reference);
    }

    /** The same in docker's own format, which alone its older command line reads. */
    public CommandResult pushForDocker(ImageLayout image, String reference) {
        return copy(
                List.of("--format=v2s2"), "--dest-cert-dir", tool.logins(), image.reference(), "docker://" + reference);
    }

    /** Copies an image from a registry. */
    public CommandResult pull(String reference, ImageLayout image) {
        return pull(reference, image, tool.logins());
    }

    /**
     * Copies an image from a registry, with other logins.
     *
     * @param logins a file as docker and kubelets read it
     */
    public CommandResult pull(String reference, ImageLayout image, Path logins) {
        return copy("--src-cert-dir", logins, "docker://" + reference, image.reference());
    }

    private CommandResult copy(String trust, Path logins, String from, String to) {
        return copy(List.of(), trust, logins, from, to);
    }

    private CommandResult copy(List<String> options, String trust, Path logins, String from, String to) {
        List<String> arguments = new ArrayList<>(List.of("copy"));
        arguments.addAll(options);
        arguments.addAll(List.of("--authfile", logins.toString(), trust, authorities.toString(), from, to));
        return tool.run("", arguments);
    }

    @Override
    public void close() {
        tool.close();
    }
}
