#include <cstdio>

int main()
{
    const double dt = 0.5;
    std::printf("Mflow_02, time step %f\n", dt);
    return 0;
}
