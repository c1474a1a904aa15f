#include <ldap.h>

/* Seconds until a directory that does not answer is given up. */
#define DIRECTORY_TIMEOUT 10

int main(void)
{
	return kolab_listen(DIRECTORY_TIMEOUT);
}
