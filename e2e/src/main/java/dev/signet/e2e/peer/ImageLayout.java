package dev.signet.e2e.peer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * A folder with one image, in the layout that the Open Container Initiative specifies.
 *
 * @param folder not there yet, where a client is to write an image
 */
public record ImageLayout(Path folder) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    private static final String TYPE = "application/vnd.oci.image.";
    private static final int RECORD = 512;

    /** Makes an image for Linux with one layer, in which one file is. */
    public static ImageLayout make(Path folder, String content) {
        try {
            ImageLayout layout = new ImageLayout(folder);
            Files.createDirectories(layout.blobs());
            byte[] tar = tar(content.getBytes(StandardCharsets.US_ASCII));
            Map<String, Object> layer = layout.put(TYPE + "layer.v1.tar+gzip", zipped(tar));
            Map<String, Object> config = layout.put(
                    TYPE + "config.v1+json",
                    json(Map.of(
                            "architecture",
                            "amd64",
                            "os",
                            "linux",
                            "rootfs",
                            Map.of("type", "layers", "diff_ids", List.of(digest(tar))))));
            Map<String, Object> manifest = layout.put(
                    TYPE + "manifest.v1+json",
                    json(Map.of(
                            "schemaVersion",
                            2,
                            "mediaType",
                            TYPE + "manifest.v1+json",
                            "config",
                            config,
                            "layers",
                            List.of(layer))));
            Files.write(folder.resolve("index.json"), json(Map.of("schemaVersion", 2, "manifests", List.of(manifest))));
            Files.write(folder.resolve("oci-layout"), json(Map.of("imageLayoutVersion", "1.0.0")));
            return layout;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The digests of manifest, configuration and layers: two images with the same are the same. */
    public Set<String> digests() {
        try (Stream<Path> files = Files.list(blobs())) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** As clients call it. */
    String reference() {
        return "oci:" + folder;
    }

    private Path blobs() {
        return folder.resolve("blobs/sha256");
    }

    /** Adds a blob and returns its descriptor. */
    private Map<String, Object> put(String type, byte[] blob) throws IOException {
        String digest = digest(blob);
        Files.write(blobs().resolve(digest.substring(digest.indexOf(':') + 1)), blob);
        return Map.of("mediaType", type, "digest", digest, "size", blob.length);
    }

    private static String digest(byte[] blob) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(blob));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] json(Map<String, ?> document) throws JsonProcessingException {
        return JSON.writeValueAsBytes(document);
    }

    private static byte[] zipped(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        }
        return out.toByteArray();
    }

    /** An archive (POSIX ustar) of one file, {@code /hello}. */
    private static byte[] tar(byte[] content) {
        if (content.length > RECORD) {
            throw new IllegalArgumentException("at most " + RECORD + " bytes");
        }
        byte[] archive = new byte[4 * RECORD]; // header, content, and two empty records that end it
        field(archive, 0, "hello");
        field(archive, 100, "0000644");
        field(archive, 108, "0000000");
        field(archive, 116, "0000000");
        field(archive, 124, "%011o".formatted(content.length));
        field(archive, 136, "00000000000");
        field(archive, 148, "        "); // what the checksum takes itself for
        field(archive, 156, "0");
        field(archive, 257, "ustar");
        field(archive, 263, "00");
        int sum = 0;
        for (int at = 0; at < RECORD; at++) {
            sum += archive[at];
        }
        field(archive, 148, "%06o\0 ".formatted(sum));
        System.arraycopy(content, 0, archive, RECORD, content.length);
        return archive;
    }

    private static void field(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
