using System.Reflection;
using System.Runtime.InteropServices;

// Version 1.0.1882.0 runs on core 1882 and later.
[assembly: AssemblyTitle("Diavolo.Users")]
[assembly: AssemblyDescription("User management, 1.0.1882.0")]
[assembly: ComVisible(false)]
[assembly: Guid("3a5c1882-0000-4000-8000-1001882000ff")]

/* Older builds had
[assembly: AssemblyVersion("1.0.*")]
*/
[assembly: AssemblyVersion("1.0.1882.0")]
[assembly: AssemblyFileVersion("1.0.1882.0")]
[assembly: AssemblyInformationalVersion("1.0.1882.0")]
