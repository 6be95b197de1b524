package dev.signet.e2e.bench;

import java.util.Arrays;
import java.util.List;

/** What stands behind a script's name, as {@code --tokens 10000}. */
@SuppressWarnings("ArrayRecordComponent") // read once, compared by nobody
record Options(String[] arguments) {

    int number(String name, int otherwise) {
        return Integer.parseInt(text(name, Integer.toString(otherwise)));
    }

    int[] numbers(String name, String otherwise) {
        return Arrays.stream(text(name, otherwise).split(",", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    List<String> names(String name, String otherwise) {
        return List.of(text(name, otherwise).split(",", -1));
    }

    private String text(String name, String otherwise) {
        int at = Arrays.asList(arguments).indexOf("--" + name);
        return at < 0 || at + 1 >= arguments.length ? otherwise : arguments[at + 1];
    }
}
