package dev.signet.e2e.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The addresses that a process listens on, from the kernel: {@code proc(5)}. */
final class ListeningSockets {
    private static final String LISTEN = "0A";

    private ListeningSockets() {}

    /** The addresses, as {@code 127.0.0.1:8080}; those of IPv6 as hex digits. */
    static List<String> of(long pid) throws IOException {
        Set<String> inodes = inodes(pid);
        List<String> addresses = new ArrayList<>();
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "net", table))) {
                List<String> fields = List.of(line.strip().split("\\s+", -1));
                if (fields.get(3).equals(LISTEN) && inodes.contains(fields.get(9))) {
                    addresses.add(address(fields.get(1)));
                }
            }
        }
        return addresses;
    }

    private static Set<String> inodes(long pid) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return descriptors
                    .map(ListeningSockets::target)
                    .filter(target -> target.startsWith("socket:["))
                    .map(target -> target.substring("socket:[".length(), target.length() - 1))
                    .collect(Collectors.toSet());
        }
    }

    /** Where a descriptor leads to; it may be closed meanwhile. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closed) {
            return "";
        }
    }

    private static String address(String field) {
        String host = field.substring(0, field.indexOf(':'));
        int port = Integer.parseInt(field.substring(field.indexOf(':') + 1), 16);
        if (host.length() != 8) {
            return host + ":" + port;
        }
        byte[] bytes = HexFormat.of().parseHex(host);
        return "%d.%d.%d.%d:%d".formatted(bytes[3] & 0xff, bytes[2] & 0xff, bytes[1] & 0xff, bytes[0] & 0xff, port);
    }
}
