package dev.signet.e2e.peer;

import dev.signet.e2e.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Request targets drawn at random, the same each time: those of {@link Targets} and of the fuzz test in the domain, changed and put
 * together. Each character is one byte (ISO 8859-1), and none ends a line.
 */
final class TargetCorpus {
    private static final Path FUZZED = Path.of("operator/domain/src/test/resources/dev/signet/domain/request")
            .resolve("RequestPathFuzzTestInputs/everyServerReadsTheSameSegmentsOfAnAcceptedTarget");

    /** Those that applications have. */
    private static final List<String> ORDINARY = words("""
            /cli/agentCLI/info /api/v1/items/42?page=2&sort=name /a/b/c/d/ /files/report.final.pdf /john \
            /caf%C3%A9/menu%20card /x-y_z~0/%41%62?q=%2Fc""");

    /** What servers read differently, and what all read alike. */
    private static final List<String> PIECES = words("""
            / // . .. /./ /../ ..; ~1 %2e %2E%2e %2f %2F %5c \\ %25 %252f %3b ; ;x=y %3f ? %23 # %00 \0 %0a %0d%0a %09 %20 + %2b * \
            %u002f %c0%af %c0%ae %e0%80%af %cc%88 %e2%80%8b %ef%bc%8f %e2%88%95 %80 \u00ff \u00c3\u00a4 % %4 %zz : :$ @ & = , \
            http://app.example/ http://other.example/ index.html a B - _ .json /b /42 %41 %7e %c3%a9 %2B""");

    /** A way to change a target. */
    @FunctionalInterface
    private interface Change {
        String of(String target, Random random);
    }

    private static final List<Change> CHANGES = List.of(
            TargetCorpus::withPiece,
            TargetCorpus::withPiece,
            TargetCorpus::withPieceForACharacter,
            TargetCorpus::withACharacterEncoded,
            TargetCorpus::withACharacterEncoded,
            TargetCorpus::withARepetition,
            TargetCorpus::withAGap,
            TargetCorpus::withSomeByte,
            TargetCorpus::withAnotherSegment);

    private static final int MOST_CHANGES = 4;
    private static final int LONGEST = 300;

    private TargetCorpus() {}

    /** As many different ones as are wanted, all seeds among them. Every other one is drawn from what applications have. */
    static List<String> drawn(int count, long seed) {
        Random random = new Random(seed);
        List<String> seeds = seeds();
        Set<String> drawn = new LinkedHashSet<>(seeds);
        while (drawn.size() < count) {
            String target = one(random.nextBoolean() ? ORDINARY : seeds, random);
            for (int change = random.nextInt(MOST_CHANGES); change >= 0; change--) {
                target = one(CHANGES, random).of(target, random);
            }
            if (isSendable(target)) {
                drawn.add(target);
            }
        }
        return List.copyOf(drawn);
    }

    private static List<String> seeds() {
        List<String> seeds = new ArrayList<>(ORDINARY);
        seeds.addAll(Targets.all());
        try (Stream<Path> files = Files.list(Installation.root().resolve(FUZZED))) {
            for (Path file : files.sorted().toList()) {
                String found = Files.readString(file, StandardCharsets.ISO_8859_1);
                seeds.add(found);
                seeds.add("/" + found);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return seeds.stream().filter(TargetCorpus::isSendable).distinct().toList();
    }

    private static boolean isSendable(String target) {
        return !target.isEmpty() && target.length() <= LONGEST && target.indexOf('\r') < 0 && target.indexOf('\n') < 0;
    }

    private static String withPiece(String target, Random random) {
        int at = random.nextInt(target.length() + 1);
        return target.substring(0, at) + piece(random) + target.substring(at);
    }

    private static String withPieceForACharacter(String target, Random random) {
        return replaced(target, random, each -> piece(random));
    }

    private static String withACharacterEncoded(String target, Random random) {
        String percent = random.nextInt(8) == 0 ? "%25" : "%";
        boolean capital = random.nextBoolean();
        return replaced(target, random, each -> {
            String encoded = percent + "%02x".formatted((int) each);
            return capital ? encoded.toUpperCase(Locale.ROOT) : encoded;
        });
    }

    private static String withSomeByte(String target, Random random) {
        return replaced(target, random, each -> Character.toString((char) random.nextInt(256)));
    }

    private static String withARepetition(String target, Random random) {
        int from = random.nextInt(target.length() + 1);
        int to = from + random.nextInt(target.length() - from + 1);
        return target.substring(0, to) + target.substring(from);
    }

    private static String withAGap(String target, Random random) {
        int from = random.nextInt(target.length() + 1);
        int to = from + random.nextInt(Math.min(4, target.length() - from + 1));
        return target.substring(0, from) + target.substring(to);
    }

    private static String withAnotherSegment(String target, Random random) {
        return target + "/" + piece(random) + piece(random);
    }

    private static String piece(Random random) {
        return one(PIECES, random);
    }

    private static <T> T one(List<T> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static List<String> words(String text) {
        return List.of(text.split(" "));
    }

    private static String replaced(String target, Random random, CharacterChange change) {
        if (target.isEmpty()) {
            return target;
        }
        int at = random.nextInt(target.length());
        return target.substring(0, at) + change.of(target.charAt(at)) + target.substring(at + 1);
    }

    @FunctionalInterface
    private interface CharacterChange {
        String of(char character);
    }
}
