package dev.signet.e2e.token;

import dev.signet.e2e.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What {@code docs/operations.md} tells admins to apply and to type, so that tests do that very thing. */
final class OperationsManual {
    private static final String INDENT = "    ";
    private static final Pattern WORD = Pattern.compile("(?:[^\\s']|'[^']*')+");

    private OperationsManual() {}

    /** The YAML below a heading, which stands there in one block between fences. */
    static String yaml(String heading) {
        return section(heading).replaceAll("(?s)^.*?\n```yaml\n(.*?)\n```\n.*$", "$1\n");
    }

    /** The commands below a heading that begin with {@code kubectl}, each one as its arguments, as a shell would split it. */
    static List<List<String>> kubectl(String heading) {
        return section(heading)
                .lines()
                .filter(line -> line.startsWith(INDENT + "kubectl "))
                .map(OperationsManual::arguments)
                .toList();
    }

    private static List<String> arguments(String line) {
        List<String> words = new ArrayList<>(WORD.matcher(line)
                .results()
                .map(word -> word.group().replace("'", ""))
                .toList());
        words.remove(0);
        return words;
    }

    /** All between a heading and the next one. */
    private static String section(String heading) {
        try {
            String text = Files.readString(Installation.root().resolve("docs/operations.md"));
            int begin = text.indexOf("\n" + heading + "\n");
            if (begin < 0) {
                throw new IllegalStateException("docs/operations.md has no heading " + heading);
            }
            int end = text.indexOf("\n#", begin + heading.length());
            return text.substring(begin, end < 0 ? text.length() : end);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
