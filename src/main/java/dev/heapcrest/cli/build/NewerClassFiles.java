package dev.heapcrest.cli.build;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import picocli.CommandLine;

/**
 * Writes picocli's classes in the format of Java 8. They come in that of Java 5, which no archive of loaded classes takes:
 * reading them from the jar and checking them in the old way was a fifth of the CPU time of {@code heapcrest tree} on a small
 * capture. What they do stays. Public for the build alone.
 */
public final class NewerClassFiles {
    private NewerClassFiles() {}

    /**
     * Writes the class files.
     *
     * @param arguments the directory of our own compiled classes
     */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        try (JarFile picocli = jar()) {
            for (JarEntry entry : Collections.list(picocli.entries())) {
                if (entry.getName().startsWith("picocli/") && entry.getName().endsWith(".class")) {
                    Path file = directory.resolve(entry.getName());
                    Files.createDirectories(file.getParent());
                    try (InputStream old = picocli.getInputStream(entry)) {
                        Files.write(file, newer(old.readAllBytes()));
                    }
                }
            }
        }
    }

    /** Where picocli comes from; an earlier build has left its classes among ours. */
    private static JarFile jar() throws IOException {
        for (URL place :
                Collections.list(NewerClassFiles.class.getClassLoader().getResources("picocli/CommandLine.class"))) {
            if (place.openConnection() instanceof JarURLConnection inside) {
                inside.setUseCaches(false);
                return inside.getJarFile();
            }
        }
        throw new IllegalStateException("there is no jar of " + CommandLine.class.getName());
    }

    /** The same class with stack maps, which newer formats ask for. */
    static byte[] newer(byte[] old) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
        ClassVisitor versioned = new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public void visit(
                    int version, int access, String name, String signature, String superName, String[] interfaces) {
                super.visit(Math.max(version, Opcodes.V1_8), access, name, signature, superName, interfaces);
            }
        };
        new ClassReader(old).accept(versioned, ClassReader.SKIP_FRAMES);
        return writer.toByteArray();
    }
}
