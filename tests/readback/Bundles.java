// Prints what the manifest of each bundle says of versions, unfolded as Java reads it.

import java.io.FileInputStream;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

public class Bundles {
    public static void main(String[] files) throws Exception {
        for (String file : files) {
            Attributes all = new Manifest(new FileInputStream(file)).getMainAttributes();
            System.out.println(all.getValue("Bundle-Version") + " " + all.getValue("Require-Bundle"));
        }
    }
}
