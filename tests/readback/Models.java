// Prints the effective model of each pom.xml, as Maven builds it: its coordinates and those of its
// dependencies, with parents, management and properties resolved.

import java.io.File;
import org.apache.maven.model.Dependency;
import org.apache.maven.model.Model;
import org.apache.maven.model.building.DefaultModelBuilderFactory;
import org.apache.maven.model.building.DefaultModelBuildingRequest;
import org.apache.maven.model.building.ModelBuildingRequest;

public class Models {
    public static void main(String[] files) throws Exception {
        for (String file : files) {
            ModelBuildingRequest request = new DefaultModelBuildingRequest();
            request.setPomFile(new File(file).getAbsoluteFile());
            request.setValidationLevel(ModelBuildingRequest.VALIDATION_LEVEL_MAVEN_3_0);
            request.setSystemProperties(System.getProperties());
            Model model =
                    new DefaultModelBuilderFactory().newInstance().build(request).getEffectiveModel();
            StringBuilder line = new StringBuilder();
            line.append(model.getGroupId() + ":" + model.getArtifactId() + ":" + model.getVersion());
            for (Dependency one : model.getDependencies()) {
                line.append(" " + one.getGroupId() + ":" + one.getArtifactId() + ":" + one.getVersion());
            }
            System.out.println(line);
        }
    }
}
