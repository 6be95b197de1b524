package dev.signet.e2e.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Figures of processes and of this machine, as the operating system and the JDK tell them. */
public final class Measured {

    private static final int MEGABYTE = 1 << 20;

    private Measured() {}

    /** What the figures below it were measured on, and by what. */
    static void printMachine(String command, String... arguments) {
        System.out.printf("command   bench/%s %s%n", command, String.join(" ", arguments));
        System.out.printf(
                "machine   %d cores (%s), %d MiB, %s %s, JDK %s%n",
                Runtime.getRuntime().availableProcessors(),
                field(Path.of("/proc/cpuinfo"), "model name"),
                Long.parseLong(field(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D", "")) / 1024,
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("java.version"));
        System.out.printf("load      %.1f at the start%n", load());
    }

    /** The processes that want a core, over the last minute. */
    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /** The median; of an even number, the mean of the two in the middle. */
    static double median(List<Double> figures) {
        double[] sorted =
                figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return Arrays.stream(sorted, (sorted.length - 1) / 2, sorted.length / 2 + 1)
                .average()
                .orElseThrow();
    }

    /** What a process holds in memory, in MiB. */
    static long residentMegabytes(long pid) {
        return Long.parseLong(
                        field(Path.of("/proc/" + pid + "/status"), "VmRSS").replaceAll("\\D", ""))
                / 1024;
    }

    /** The threads of a process. */
    public static long threads(long pid) {
        return Long.parseLong(
                field(Path.of("/proc/" + pid + "/status"), "Threads").replaceAll("\\D", ""));
    }

    /** The files and sockets that a process has open. */
    public static long openFiles(long pid) {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return files.count();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The seconds of processor time that a process has taken. */
    static double processorSeconds(long pid) {
        try {
            String[] fields = Files.readString(Path.of("/proc/" + pid + "/stat"))
                    .replaceFirst("^.*\\) ", "")
                    .split(" ", -1);
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The bytes of the objects that live in a JVM's heap, after a full collection: the least of three. */
    public static long heap(long pid) {
        return Math.min(liveBytes(pid), Math.min(liveBytes(pid), liveBytes(pid)));
    }

    static double megabytes(long bytes) {
        return (double) bytes / MEGABYTE;
    }

    /** The classes that take most, in a JVM's heap. */
    static List<String> histogram(long pid, int lines) {
        return classes(pid).lines().limit(lines + 3L).toList();
    }

    private static long liveBytes(long pid) {
        String total = classes(pid)
                .lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(total.trim().split("\\s+", -1)[2]);
    }

    private static String classes(long pid) {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid),
                            "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String field(Path file, String name) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
