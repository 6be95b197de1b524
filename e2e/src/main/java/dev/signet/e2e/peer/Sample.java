package dev.signet.e2e.peer;

import dev.signet.e2e.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a file in {@code samples/}, in which addresses, ports and paths are replaced by those of a test. Whatever is to be
 * replaced must be there: a sample that changed is noticed, and nothing of it goes untested in silence.
 */
public record Sample(String text) {
    /** Reads the file of this name, from {@code samples/} on. */
    public static Sample read(String file) {
        try {
            return new Sample(
                    Files.readString(Installation.root().resolve("samples").resolve(file)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** With each key, which stands there once, replaced by its value. */
    public Sample with(Map<String, String> replacements) {
        Sample replaced = this;
        for (Map.Entry<String, String> replacement : replacements.entrySet()) {
            replaced = replaced.with(Pattern.compile(Pattern.quote(replacement.getKey())), replacement.getValue());
        }
        return replaced;
    }

    /** Without what matches, once. */
    Sample without(String regex) {
        return with(Pattern.compile(regex), "");
    }

    private Sample with(Pattern pattern, String replacement) {
        Matcher matcher = pattern.matcher(text);
        if (matcher.results().count() != 1) {
            throw new IllegalStateException("the sample does not hold once: " + pattern);
        }
        return new Sample(matcher.replaceFirst(Matcher.quoteReplacement(replacement)));
    }
}
