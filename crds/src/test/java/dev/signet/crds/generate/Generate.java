package dev.signet.crds.generate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Writes every generated file of this module; the one argument is the root of the repository. */
public final class Generate {

    /** What to type, for messages. */
    public static final String COMMAND = "mvn -o -B -ntp -q -pl crds -Pgenerate process-test-classes";

    private Generate() {}

    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]);
        for (Map.Entry<String, String> file : files().entrySet()) {
            Path path = root.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            if (!Files.exists(path) || !Files.readString(path).equals(file.getValue())) {
                Files.writeString(path, file.getValue());
                System.out.println("wrote " + path);
            }
        }
    }

    /** Path from the root of the repository, and content. */
    static Map<String, String> files() {
        var definitions = Definitions.all();
        Map<String, String> files = new TreeMap<>();
        definitions.forEach(
                crd -> files.put("crds/yaml/" + crd.getMetadata().getName() + ".yaml", DefinitionYaml.of(crd)));
        files.put("docs/reference.md", ReferencePage.of(definitions));
        return files;
    }
}
